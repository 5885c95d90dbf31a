import type { UnitState } from './unit-state.js'

/** The state from which an export is requested. */
export const toPlanned = (state: UnitState, patch: Partial<UnitState> = {}): UnitState => ({
  ...identityOf(state),
  step: 'planned',
  ...patch,
})

/** The state from which the next export is requested, under a reference of its own. */
export const toNextGeneration = (state: UnitState, least = 0): UnitState =>
  toPlanned(state, { generation: Math.max(state.generation + 1, least) })

/** A later step of the same generation. Failures and pauses of the previous step are dropped. */
export const toStep = (state: UnitState, step: UnitState['step'], patch: Partial<UnitState> = {}): UnitState => ({
  ...identityOf(state),
  ...exportOf(state),
  step,
  ...patch,
})

/** The same step, to be tried again at a time. */
export const pauseUntil = (state: UnitState, due: number): UnitState => {
  return { ...withoutFailures(state), polls: (state.polls ?? 0) + 1, due_at: new Date(due).toISOString() }
}

/** The state that a suspended unit resumes from. */
export const resume = (state: UnitState): UnitState => {
  const { suspended, ...rest } = state
  return suspended === undefined ? state : withoutDueAt({ ...rest, step: suspended.step })
}

/** The same state, due now. */
export const withoutDueAt = (state: UnitState): UnitState => {
  const { due_at, ...rest } = state
  return rest
}

/** The same state as if it had never failed. */
export const withoutFailures = (state: UnitState): UnitState => {
  const { failures, ...rest } = state
  return rest
}

/** The members that every step of a generation keeps. */
const identityOf = (state: UnitState): Omit<UnitState, 'step'> => {
  const { key, unit, generation, api_version, origin, possible_orphans } = state
  return { key, unit, generation, api_version, origin, possible_orphans }
}

/** What a generation knows of its export. */
const exportOf = ({ export_id, adopted, asked_at, status, narrowed_by }: UnitState): Partial<UnitState> => ({
  ...(export_id !== undefined && { export_id }),
  ...(adopted && { adopted }),
  ...(asked_at !== undefined && { asked_at }),
  ...(status !== undefined && { status }),
  ...(narrowed_by !== undefined && { narrowed_by }),
})
