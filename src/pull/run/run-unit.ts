import type { ExportsError } from '../../errors/exports-error.js'
import { isExportsError } from '../../errors/exports-error.js'
import { WaitTimeoutError } from '../../errors/wait-timeout-error.js'
import { systemClock } from '../../http/clock.js'
import { advance, enqueueUnit } from '../machine/advance.js'
import type { Advanced, PullEvent } from '../machine/context.js'
import type { LoadedUnit } from '../machine/target.js'
import { resumed } from '../machine/transition.js'
import type { UnitState } from '../machine/unit-state.js'
import type { Unit } from '../units/unit.js'
import type { RunOptions, UnitOutcome, UnitResult } from './run-options.js'

/** A unit of a run, and what the run has seen of it. */
export interface Task {
  readonly key: string
  readonly unit: Unit
  /** Whether its first turn is over. */
  readonly isStarted: boolean
  /** Failures in a row. */
  readonly failures: number
  /** Since when its export is waited for, by the run's clock: since this run's first turn without a failure. */
  readonly waitsSince?: number | undefined
}

/** What a turn leaves: the task as it is to go on, so many milliseconds from now, or its outcome. */
type Left<H extends LoadedUnit> =
  { readonly task: Task; readonly after: number; readonly outcome?: undefined } | { readonly outcome: UnitOutcome<H> }

type Tell = (event: PullEvent) => void

/** One turn of a unit; the first one asks for it. */
export const advanceOnce = async <H extends LoadedUnit>(
  task: Task,
  run: RunOptions<H>,
  tell: Tell,
): Promise<Left<H>> => {
  const { key, unit } = task
  const context = { ...run, onProgress: tell, ignoreDueAt: !task.isStarted }
  try {
    if (!task.isStarted) {
      const asked = await enqueueUnit(unit, context)
      if (asked.done) return { outcome: outcomeOf(task, asked, true) }
    }
    return judge(task, await advance(unit, context), run)
  } catch (error) {
    if (!isExportsError(error) || run.signal?.aborted || isOfTheStore(error)) throw error
    return { outcome: { key, unit, result: 'refused', already: false, error } }
  }
}

/** Without a store there is no run. */
const isOfTheStore = ({ code }: ExportsError): boolean => code === 'in_use'

const judge = <H extends LoadedUnit>(task: Task, turn: Advanced<H>, run: RunOptions<H>): Left<H> => {
  const { clock = systemClock, maxWait = 3_600_000, retries = 3 } = run
  const { state, error } = turn
  if (turn.done) return { outcome: outcomeOf(task, turn, false) }
  const failures = error ? task.failures + 1 : 0
  // An outage amid the wait does not end it; the export goes on by itself. A day that is far off is not waited for.
  const isForgiven = task.waitsSince !== undefined && isWaiting(state)
  const isHopeless = (failures > retries && !isForgiven) || turn.waitMs > maxWait
  if (error && isHopeless) return { outcome: outcomeOf(task, turn, false) }
  const waitsSince = error ? task.waitsSince : (task.waitsSince ?? clock.now())
  const left = maxWait - (waitsSince === undefined ? 0 : clock.now() - waitsSince)
  if (left <= 0) return { outcome: outcomeOf(task, { ...turn, error: error ?? tooLong(task, state, maxWait) }, false) }
  return { task: { ...task, isStarted: true, failures, waitsSince }, after: Math.min(turn.waitMs, Math.max(left, 0)) }
}

const isWaiting = (state: UnitState | undefined): boolean =>
  state !== undefined && resumed(state).step === 'waiting' && (state.looks ?? 0) > 0

const tooLong = ({ key }: Task, state: UnitState | undefined, maxWait: number): WaitTimeoutError =>
  new WaitTimeoutError({ id: state?.export_id ?? key, status: state?.status ?? 'not created' }, maxWait)

const resultOf = ({ state, loaded: held }: Advanced, already: boolean): UnitResult => {
  if (already && held) return held.provisional ? 'provisional' : 'done'
  const step = state?.step
  if (step === 'done' || step === 'provisional' || step === 'closed' || step === 'suspended') return step
  return 'waiting'
}

const outcomeOf = <H extends LoadedUnit>({ key, unit }: Task, turn: Advanced<H>, already: boolean): UnitOutcome<H> => ({
  key,
  unit,
  result: resultOf(turn, already),
  already,
  ...(turn.loaded && { loaded: turn.loaded }),
  ...(turn.state && { state: turn.state }),
  ...(turn.error && { error: turn.error }),
})
