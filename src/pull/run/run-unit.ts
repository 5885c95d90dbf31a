import type { ExportsError } from '../../errors/exports-error.js'
import { isExportsError } from '../../errors/exports-error.js'
import { WaitTimeoutError } from '../../errors/wait-timeout-error.js'
import { systemClock } from '../../http/clock.js'
import { advanceChecked, enqueueAndAdvance } from '../machine/advance.js'
import type { Advanced, PullEvent } from '../machine/context.js'
import type { LoadedUnit } from '../machine/target.js'
import { resume } from '../machine/transition.js'
import type { UnitState } from '../machine/unit-state.js'
import type { CheckedUnit } from '../units/unit.js'
import type { RunOptions, UnitOutcome, UnitResult } from './run-options.js'

/** A unit of a run, and what the run has seen of it. */
export interface Task {
  readonly unit: CheckedUnit
  /** Whether this run has requested the unit. */
  readonly isStarted: boolean
  /** Failures in a row. */
  readonly failures: number
  /** When this run first advanced the unit without a failure, by the run's clock. */
  readonly waitsSince?: number | undefined
}

/** What advancing a task leads to: the task to go on with after a wait, or its outcome. */
type TaskProgress<H extends LoadedUnit> =
  { readonly task: Task; readonly waitMs: number; readonly outcome?: undefined } | { readonly outcome: UnitOutcome<H> }

/** Advances the unit of a task. The first time the unit is requested, too. */
export const advanceTask = async <H extends LoadedUnit>(
  task: Task,
  run: RunOptions<H>,
  onEvent: (event: PullEvent) => void,
): Promise<TaskProgress<H>> => {
  const { unit } = task
  const context = { ...run, onProgress: onEvent }
  try {
    if (task.isStarted) return progressAfter(task, await advanceChecked(unit, context), run)
    const first = await enqueueAndAdvance(unit, context)
    return first.already ? { outcome: outcomeOf(task, first, true) } : progressAfter(task, first, run)
  } catch (error) {
    if (!isExportsError(error) || run.signal?.aborted || isOfTheStore(error)) throw error
    return { outcome: { key: unit.key, unit: unit.unit, result: 'refused', already: false, error } }
  }
}

/** Without a store there is no run. */
const isOfTheStore = ({ code }: ExportsError): boolean => code === 'in_use'

const progressAfter = <H extends LoadedUnit>(
  task: Task,
  advanced: Advanced<H>,
  run: RunOptions<H>,
): TaskProgress<H> => {
  const { clock = systemClock, maxWait = 3_600_000, retries = 3 } = run
  const { state, error } = advanced
  if (advanced.done) return { outcome: outcomeOf(task, advanced, false) }
  const failures = error ? task.failures + 1 : 0
  // An outage during the wait does not end it, since the API works on the export meanwhile.
  const isForgiven = task.waitsSince !== undefined && isWaiting(state)
  // A unit that is due long after the run is not waited for.
  const isHopeless = (failures > retries && !isForgiven) || advanced.waitMs > maxWait
  if (error && isHopeless) return { outcome: outcomeOf(task, advanced, false) }
  const waitsSince = error ? task.waitsSince : (task.waitsSince ?? clock.now())
  const leftMs = maxWait - (waitsSince === undefined ? 0 : clock.now() - waitsSince)
  if (leftMs <= 0) {
    const timeout = error ?? waitTimeout(task, state, maxWait)
    return { outcome: outcomeOf(task, { ...advanced, error: timeout }, false) }
  }
  return { task: { ...task, isStarted: true, failures, waitsSince }, waitMs: Math.min(advanced.waitMs, leftMs) }
}

const isWaiting = (state: UnitState | undefined): boolean =>
  state !== undefined && resume(state).step === 'waiting' && (state.polls ?? 0) > 0

const waitTimeout = ({ unit }: Task, state: UnitState | undefined, maxWait: number): WaitTimeoutError =>
  new WaitTimeoutError({ id: state?.export_id ?? unit.key, status: state?.status ?? 'not created' }, maxWait)

const outcomeOf = <H extends LoadedUnit>(
  { unit: { key, unit } }: Task,
  advanced: Advanced<H>,
  already: boolean,
): UnitOutcome<H> => ({
  key,
  unit,
  result: resultOf(advanced, already),
  already,
  ...(advanced.loaded && { loaded: advanced.loaded }),
  ...(advanced.state && { state: advanced.state }),
  ...(advanced.error && { error: advanced.error }),
})

const resultOf = ({ state, loaded }: Advanced, already: boolean): UnitResult => {
  if (already && loaded) return loaded.provisional ? 'provisional' : 'done'
  const step = state?.step
  if (step === 'done' || step === 'provisional' || step === 'closed' || step === 'suspended') return step
  return 'waiting'
}
