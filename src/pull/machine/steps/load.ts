import { rm } from 'node:fs/promises'
import { sha256Of } from '../../../disk/read-file.js'
import { RecordFormatError } from '../../../errors/record-format-error.js'
import { periodOf } from '../../units/unit.js'
import type { StepContext } from '../context.js'
import { spoolPath } from '../spooled-file.js'
import type { LoadedUnit, Load } from '../target.js'
import { entered, nextGeneration } from '../transition.js'
import type { UnitState } from '../unit-state.js'

/** Puts the calls of a downloaded file into the target; a file that is no longer what it was is brought again. */
export const load = async <H extends LoadedUnit>(turn: StepContext<H>, state: UnitState): Promise<UnitState> => {
  const { client, clock, unit, target, settleTimeMs, onProgress, signal, fence } = turn
  const path = spoolPath(turn.spool, state)
  const before = await target.loaded(unit)
  if (before && before.generation > state.generation) return nextGeneration(state, before.generation + 1)
  if ((await sha256Of(path).catch(() => undefined)) !== state.sha256) return entered(state, 'ready')
  turn.check()
  const { sha256 = '' } = state
  const calls: Load = {
    key: state.key,
    unit,
    generation: state.generation,
    fence,
    origin: client.origin,
    apiVersion: state.api_version,
    exportId: state.export_id ?? '',
    provisional: !(periodOf(unit).to <= Date.parse(state.asked_at ?? '') - settleTimeMs),
    pulledAt: clock.now(),
    path,
    sha256,
    onRows: (rows) => onProgress?.({ step: 'reading', rows }),
    signal,
  }
  let held: H | undefined
  try {
    held = await target.load(calls)
  } catch (error) {
    if (isOfAnotherVersion(error, state)) return nextGeneration(state)
    throw error
  }
  // Somebody else was here meanwhile; the next turn sees what they left.
  if (held === undefined) return entered(state, 'ready', { due_at: new Date(clock.now() + 1000).toISOString() })
  if (before && before.rows > held.rows) onProgress?.({ step: 'shrunk', before: before.rows, rows: held.rows })
  return entered(state, 'loaded', { sha256, rows: held.rows })
}

/**
 * No answer tells with which version an export was created, and its file keeps the columns of that version. An export
 * that was found by its reference can be that of an attempt with another one; the next generation asks anew.
 */
const isOfAnotherVersion = (error: unknown, { adopted }: UnitState): boolean =>
  adopted === true && error instanceof RecordFormatError && error.code === 'unknown_layout'

/** Ends a generation once the target vouches for it; until then its file is kept. */
export const settle = async (turn: StepContext, state: UnitState): Promise<UnitState> => {
  const held = await turn.target.loaded(turn.unit)
  if (held?.generation !== state.generation || !held.intact) {
    return entered(state, 'downloaded', { sha256: state.sha256 ?? '' })
  }
  const path = spoolPath(turn.spool, state)
  await rm(path, { force: true })
  await turn.target.discard?.(path)
  return entered(state, held.provisional ? 'provisional' : 'done', { sha256: state.sha256 ?? '', rows: held.rows })
}
