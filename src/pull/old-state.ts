import { join } from 'node:path'
import { readJson, writeJson } from './json-file.js'

const STEPS = ['planned', 'creating', 'waiting', 'downloaded', 'done'] as const

/** How far a unit is. What it says was true when it was written: every step looks again. */
export interface UnitState {
  readonly key: string
  /** Counts the times the unit was pulled anew. */
  readonly generation: number
  readonly api_version: string
  /** Origin of the API the attempt is made at. */
  readonly origin: string
  readonly step: (typeof STEPS)[number]
  /** The export that was created for it. */
  readonly export_id?: string
  /** When it was asked for. */
  readonly asked_at?: string
  /** SHA-256 of the file that was downloaded, in hex. */
  readonly sha256?: string
  /** Creates of which it is not known whether they made an export. */
  readonly possible_orphans: number
}

/** Below the directory, out of the way of what reads the calls. */
const pathOf = (dir: string, key: string): string => join(dir, '.didww', 'units', `${key}.json`)

/** @throws {ConfigurationError} `foreign_file`, when it is not what was written. */
export const readState = (dir: string, key: string): Promise<UnitState | undefined> =>
  readJson(
    pathOf(dir, key),
    (state: Partial<UnitState>): state is UnitState =>
      state.key === key && Number.isInteger(state.generation) && STEPS.some((step) => step === state.step),
  )

export const writeState = (dir: string, state: UnitState): Promise<void> => writeJson(pathOf(dir, state.key), state)

/** Where the file of a unit is kept until it is in its form and under its name. */
export const spoolPath = (dir: string, { key, generation }: UnitState): string =>
  join(dir, '.didww', 'spool', `${key}-g${generation}.csv.gz`)
