import { ConfigurationError } from '../errors/configuration-error.js'
import { without } from './without.js'
import { STEPS, type UnitState } from './unit-state.js'

/** A state with the fence of the lease under which it was saved. */
export interface Kept {
  readonly fence: number
  readonly state: UnitState
}

/** The same in a file of its own. Those of an older form have neither fence nor unit. */
type StateFile = UnitState & { readonly fence?: number }

/** Whether a value is the state of a unit, as far as that can be seen. */
export const isState = (state: Partial<UnitState> | undefined): state is UnitState =>
  typeof state?.key === 'string' &&
  Number.isInteger(state.generation) &&
  Number.isInteger(state.possible_orphans) &&
  typeof state.api_version === 'string' &&
  typeof state.origin === 'string' &&
  STEPS.some((step) => step === state.step) &&
  (state.step === 'parked') === (state.parked !== undefined)

/** Whether a file holds the state of this unit. */
export const isStateFile =
  (key: string) =>
  (file: Partial<StateFile>): file is StateFile =>
    file.key === key && isState(file)

/** The form of the file is not part of the state. */
export const fromFile = (file: StateFile): Kept => ({
  fence: file.fence ?? 0,
  state: without(file, 'fence', 'format'),
})

export const toFile = ({ fence, state }: Kept): StateFile => ({ ...state, fence })

/** @throws {ConfigurationError} `foreign_file`, when an entry of a journal is no state. */
export const fromJournal =
  (path: string) =>
  (entry: unknown): Kept => {
    const kept = entry as Partial<Kept> | null
    if (Number.isInteger(kept?.fence) && isState(kept?.state)) return kept as Kept
    throw new ConfigurationError('foreign_file', `${path} holds an entry that is not ours`, {
      hint: 'Use another directory, or move this file away.',
    })
  }
