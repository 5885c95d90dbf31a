import type { UnitState } from './unit-state.js'

/** The members that outlive every step of a generation. */
const identity = (state: UnitState): Omit<UnitState, 'step'> => {
  const { key, unit, generation, api_version, origin, possible_orphans } = state
  return { key, unit, generation, api_version, origin, possible_orphans }
}

/** What a generation knows of its export. */
const exported = ({ export_id, adopted, asked_at, status }: UnitState): Partial<UnitState> => ({
  ...(export_id !== undefined && { export_id }),
  ...(adopted && { adopted }),
  ...(asked_at !== undefined && { asked_at }),
  ...(status !== undefined && { status }),
})

/** The state from which an export is asked for. */
export const planned = (state: UnitState, patch: Partial<UnitState> = {}): UnitState => ({
  ...identity(state),
  step: 'planned',
  ...patch,
})

/** The state from which the next export is asked for, under a reference of its own. */
export const nextGeneration = (state: UnitState, least = 0): UnitState =>
  planned(state, { generation: Math.max(state.generation + 1, least) })

/** A later step of the same generation; failures and pauses of the one before are forgotten. */
export const entered = (state: UnitState, step: UnitState['step'], patch: Partial<UnitState> = {}): UnitState => ({
  ...identity(state),
  ...exported(state),
  step,
  ...patch,
})

/** The same step, to be looked at again at a time. */
export const pausedUntil = (state: UnitState, due: number): UnitState => {
  return { ...forgiven(state), looks: (state.looks ?? 0) + 1, due_at: new Date(due).toISOString() }
}

/** The step that a suspended unit goes on from. */
export const resumed = (state: UnitState): UnitState => {
  const { suspended, ...rest } = state
  return suspended === undefined ? state : due({ ...rest, step: suspended.step })
}

/** The same, worth looking at now. */
export const due = (state: UnitState): UnitState => {
  const { due_at, ...rest } = state
  return rest
}

/** The same as if it had never failed. */
export const forgiven = (state: UnitState): UnitState => {
  const { failures, ...rest } = state
  return rest
}
