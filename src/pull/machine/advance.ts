import type { ExportsError } from '../../errors/exports-error.js'
import { isExportsError } from '../../errors/exports-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { CLOCK_MARGIN_MS } from '../units/create-request.js'
import { type CheckedUnit, checkUnit, type Unit } from '../units/unit.js'
import type { AdvanceContext, Advanced } from './context.js'
import { isUpToDate, startOrResume } from './start-or-resume.js'
import { type StepContext, withStepContext } from './step-context.js'
import { adoptOrCreate, create } from './steps/create.js'
import { download, poll } from './steps/download.js'
import { finish, load } from './steps/load.js'
import { suspendedBy } from './suspend.js'
import type { LoadedUnit } from './target.js'
import { resume, toStep, withoutDueAt, withoutFailures } from './transition.js'
import { isDueAt, isSettled, type UnitState } from './unit-state.js'

/**
 * Takes one unit as far as it goes without waiting. It checks what is there, then works up to the next pause. Any
 * number of processes may call it at any time, late, twice or in any order.
 *
 * It never throws because something is not ready: the export, the rate limit, the API, another worker. `waitMs` then
 * says when to call again. An error of the API, of the data or of the disk suspends the unit. A caller's abort, a
 * store that cannot be used, and a bug are thrown.
 *
 * @throws {ConfigurationError} `invalid_unit`.
 * @example
 * const { done, waitMs, state } = await advance(unit, { store, target, clientFor: () => didww })
 */
export const advance = <H extends LoadedUnit>(unit: Unit, context: AdvanceContext<H>): Promise<Advanced<H>> =>
  advanceChecked(checkUnit(unit), context)

/** The same for a unit that has been checked. */
export const advanceChecked = <H extends LoadedUnit>(
  unit: CheckedUnit,
  context: AdvanceContext<H>,
): Promise<Advanced<H>> =>
  withStepContext(unit, context, async (stepContext) => {
    const state = stepContext.lastState()
    if (state && !isDue(state, stepContext, context.ignoreDueAt ?? false)) return outcome(stepContext, state)
    return orSuspend(stepContext, async () => {
      const { client, target } = stepContext
      const next = startOrResume({ unit, state, loaded: await target.loaded(), client, refresh: false })
      if (next !== state) await stepContext.save(next)
      return runSteps(stepContext, next)
    })
  })

/** How to request a unit. */
export interface EnqueueContext<H extends LoadedUnit = LoadedUnit> extends AdvanceContext<H> {
  /**
   * Pulls and replaces a unit that is already there.
   * @default false
   */
  readonly refresh?: boolean | undefined
}

/**
 * Requests a unit. A new unit is saved in the store. The next generation starts when what the target has is
 * provisional, no longer intact, or to be refreshed. A suspended unit goes on. A unit that is under way is left alone,
 * so that a second request changes nothing. No request is sent to the API; `done` says that there is nothing to do.
 *
 * A planner (`enqueue`, cron) calls it once for each unit of a plan; `advance` does the rest.
 *
 * @throws {ConfigurationError} `invalid_unit`; `other_origin`, when the target has calls of another API.
 * @throws {OverlapError} when the target has another unit with calls of this one.
 * @example
 * for (const unit of planUnits(plan)) await enqueueUnit(unit, { store, target, clientFor })
 */
export const enqueueUnit = <H extends LoadedUnit>(unit: Unit, context: EnqueueContext<H>): Promise<Advanced<H>> =>
  withStepContext(checkUnit(unit), context, (stepContext) => enqueue(stepContext, context.refresh))

/**
 * Requests a unit and takes it as far as it goes, under one lease. `already` says that there was nothing to do.
 *
 * @throws as `enqueueUnit` does.
 */
export const enqueueAndAdvance = <H extends LoadedUnit>(
  unit: CheckedUnit,
  context: EnqueueContext<H>,
): Promise<Advanced<H> & { readonly already?: true }> =>
  withStepContext(unit, context, async (stepContext) => {
    const enqueued = await enqueue(stepContext, context.refresh)
    if (enqueued.done) return { ...enqueued, already: true }
    return orSuspend(stepContext, () => runSteps(stepContext, enqueued.state))
  })

const enqueue = async <H extends LoadedUnit>(
  context: StepContext<H>,
  refresh = false,
): Promise<Advanced<H> & { readonly state: UnitState }> => {
  const { unit, client, target } = context
  const state = context.lastState()
  await target.check()
  const loaded = await target.loaded()
  const situation = { unit, state, loaded, client, refresh }
  const isDone = isUpToDate(situation)
  const next = isDone && state ? state : startOrResume(situation)
  // A request starts to count failures again.
  const saved = state?.step === 'suspended' && !isDone ? withoutFailures(next) : next
  if (saved !== state) await context.save(saved)
  return isDone && loaded ? { done: true, waitMs: 0, state: saved, loaded } : outcome(context, saved)
}

const isDue = (state: UnitState, context: StepContext, ignoreDueAt: boolean): boolean => {
  if (isSettled(state)) return ignoreDueAt && state.step === 'suspended'
  return ignoreDueAt || msUntilDue(state, context) <= 0
}

const msUntilDue = (state: UnitState, { clock }: Pick<StepContext, 'clock'>): number =>
  isDueAt(state, clock.now()) ? 0 : Date.parse(state.due_at ?? '') - clock.now()

/** Runs step after step until one has to wait. Each result is saved before the next step starts. */
const runSteps = async <H extends LoadedUnit>(context: StepContext<H>, from: UnitState): Promise<Advanced<H>> => {
  let state = withoutDueAt(from)
  while (!isSettled(state) && msUntilDue(state, context) <= 0) {
    context.signal.throwIfAborted()
    state = await runStep(context, state)
    await context.save(state)
  }
  return outcome(context, state)
}

const runStep = async (context: StepContext, state: UnitState): Promise<UnitState> => {
  switch (state.step) {
    case 'planned':
      return create(context, state)
    case 'creating':
      return adoptOrCreate(context, state)
    case 'waiting':
      return poll(context, state)
    case 'ready':
      return download(context, state)
    case 'downloaded':
      return load(context, state)
    case 'loaded':
      return finish(context, state)
    default:
      return state
  }
}

const outcome = async <H extends LoadedUnit>(
  context: StepContext<H>,
  state: UnitState,
  error?: ExportsError,
): Promise<Advanced<H> & { readonly state: UnitState }> => {
  const done = isSettled(state)
  const loaded = state.step === 'done' || state.step === 'provisional' ? await context.target.loaded() : undefined
  return {
    done,
    waitMs: done ? 0 : msUntilDue(state, context),
    state,
    ...(loaded && { loaded }),
    ...(error && { error }),
  }
}

/** Does the work. An error of the API, of the data or of the disk suspends the unit. */
const orSuspend = async <H extends LoadedUnit>(
  context: StepContext<H>,
  work: () => Promise<Advanced<H>>,
): Promise<Advanced<H>> => {
  try {
    return await work()
  } catch (error) {
    const state = context.lastState()
    if (!isExportsError(error) || state === undefined || context.signal.aborted) throw error
    const suspended = suspendOrClose(context, state, error)
    await context.save(suspended)
    return outcome(context, suspended, error)
  }
}

/** What an error makes of a unit: closed when its calls have left the window, else suspended. */
const suspendOrClose = ({ clock, random, unit }: StepContext, state: UnitState, error: ExportsError): UnitState => {
  const code = error instanceof PeriodError ? error.code : undefined
  if (code === 'outside_window') return toStep(resume(state), 'closed')
  const suspended = suspendedBy(state, error, { now: clock.now(), random })
  if (code !== 'in_future') return suspended
  // One second into the period there is something to request.
  return { ...suspended, due_at: new Date(unit.period.from + CLOCK_MARGIN_MS + 1000).toISOString() }
}
