import type { ExportsError } from '../../errors/exports-error.js'
import { isExportsError } from '../../errors/exports-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { CLOCK_MARGIN_MS } from '../units/create-request.js'
import { checkUnit, type Unit } from '../units/unit.js'
import type { AdvanceContext, Advanced, StepContext } from './context.js'
import { withStepContext } from './lease.js'
import { startOrResume, isFinal } from './resume.js'
import { adoptOrCreate, create } from './steps/create.js'
import { fetchFile, look } from './steps/fetch.js'
import { load, settle } from './steps/load.js'
import { suspendedBy } from './suspend.js'
import type { LoadedUnit } from './target.js'
import { due, entered, forgiven, resumed } from './transition.js'
import { isSettled, type UnitState } from './unit-state.js'

/**
 * Takes one unit as far as it goes without waiting: from a look at the world to the next pause. Any number
 * of processes may call it at any time, late, twice or in any order.
 *
 * Never throws because something is not ready: the export, the rate limit, the API, another worker. Those
 * are `after`. An error of the API, of the data or of the disk suspends the unit. What is thrown is a caller's
 * abort, a store that cannot be used, or a bug.
 *
 * @throws {ConfigurationError} `invalid_unit`, when it is none.
 * @example
 * const { done, after, state } = await advance(unit, { store, target, clientFor: () => didww })
 */
export const advance = <H extends LoadedUnit>(unit: Unit, context: AdvanceContext<H>): Promise<Advanced<H>> =>
  withStepContext(checkUnit(unit), context, async (turn, { state }) => {
    const { ignoreDueAt = false } = context
    const isWanted = state === undefined || !isSettled(state) || (state.step === 'suspended' && ignoreDueAt)
    const isDue = state === undefined || ignoreDueAt || !(msUntilDue(state, turn) > 0)
    return isWanted && isDue ? drive(turn, state) : outcome(turn, state)
  })

const msUntilDue = ({ due_at = '' }: UnitState, { clock }: Pick<StepContext, 'clock'>): number =>
  Math.max(0, (Date.parse(due_at) || 0) - clock.now())

/** What a turn has come to. */
const outcome = async <H extends LoadedUnit>(
  turn: StepContext<H>,
  state: UnitState,
  error?: ExportsError,
): Promise<Advanced<H>> => {
  const done = isSettled(state)
  const held = state.step === 'done' || state.step === 'provisional' ? await turn.target.loaded(turn.unit) : undefined
  return {
    done,
    waitMs: done ? 0 : msUntilDue(state, turn),
    state,
    ...(held && { loaded: held }),
    ...(error && { error }),
  }
}

/** Step after step until one has to wait; each is in the store before the next begins. */
const drive = async <H extends LoadedUnit>(
  turn: StepContext<H>,
  before: UnitState | undefined,
): Promise<Advanced<H>> => {
  let latest = before
  const save = async (state: UnitState): Promise<void> => {
    await turn.save(state)
    latest = state
  }
  try {
    const current = await goOn(turn, before)
    if (current !== before) await save(current)
    let state = due(current)
    while (!isSettled(state) && !(msUntilDue(state, turn) > 0)) {
      turn.signal.throwIfAborted()
      state = await step({ ...turn, save }, state)
      await save(state)
    }
    return await outcome(turn, state)
  } catch (error) {
    if (!isExportsError(error) || latest === undefined || turn.signal.aborted) throw error
    const aside = putAside(turn, latest, error)
    await turn.save(aside)
    return outcome(turn, aside, error)
  }
}

/** The state to go on from; one that is unknown, of another version or behind the target begins anew. */
const goOn = async (turn: StepContext, state: UnitState | undefined): Promise<UnitState> => {
  const { unit, client, target } = turn
  return startOrResume({ unit, state, held: await target.loaded(unit), client, refresh: false })
}

const step = async (turn: StepContext, state: UnitState): Promise<UnitState> => {
  switch (state.step) {
    case 'planned':
      return create(turn, state)
    case 'creating':
      return adoptOrCreate(turn, state)
    case 'waiting':
      return look(turn, state)
    case 'ready':
      return fetchFile(turn, state)
    case 'downloaded':
      return load(turn, state)
    case 'loaded':
      return settle(turn, state)
    default:
      return state
  }
}

/** What becomes of a unit after an error: closed when its calls have left the window, else suspended. */
const putAside = (turn: StepContext, state: UnitState, error: ExportsError): UnitState => {
  const now = turn.clock.now()
  const period = error instanceof PeriodError ? error.code : undefined
  if (period === 'outside_window') return entered(resumed(state), 'closed')
  const suspended = suspendedBy(state, error, { now, random: turn.random })
  // Its day will come; a second later there is something to ask for.
  const begins = new Date(Date.parse(turn.unit.from) + CLOCK_MARGIN_MS + 1000)
  return period === 'in_future' ? { ...suspended, due_at: begins.toISOString() } : suspended
}

/** How to ask for a unit. */
export interface EnqueueContext<H extends LoadedUnit = LoadedUnit> extends AdvanceContext<H> {
  /**
   * Pulls again what is there already, and replaces it.
   * @default false
   */
  readonly refresh?: boolean | undefined
}

/**
 * Asks for a unit: makes it known, starts the next generation when what the target holds is provisional, no
 * longer intact or to be refreshed, and lets a suspended one go on. A unit under way is left alone, so that a
 * second request changes nothing. Makes no request to the API; `done` says that there is nothing to do.
 *
 * A planner (`enqueue`, cron) calls it once for each unit of a plan; `advance` does the rest.
 *
 * @throws {ConfigurationError} `invalid_unit`, when it is none; `other_origin`, when the target holds calls of
 * another API.
 * @throws {OverlapError} when the target holds another unit with calls of this one.
 * @example
 * for (const unit of planUnits(plan)) await requestUnit(unit, { store, target, clientFor })
 */
export const enqueueUnit = <H extends LoadedUnit>(unit: Unit, context: EnqueueContext<H>): Promise<Advanced<H>> =>
  withStepContext(checkUnit(unit), context, async (turn, { state }) => {
    const { client, target } = turn
    await target.check(turn.unit, client.origin)
    const held = await target.loaded(turn.unit)
    const found = { unit: turn.unit, state, held, client, refresh: context.refresh ?? false }
    const final = isFinal(found)
    const next = final && state ? state : forgivenIfParked(startOrResume(found), state)
    if (next !== state) await turn.save(next)
    return final && held ? { done: true, waitMs: 0, state: next, loaded: held } : outcome(turn, next)
  })

/** Somebody asks, so failures are counted anew. */
const forgivenIfParked = (next: UnitState, { step }: Partial<UnitState> = {}): UnitState =>
  step === 'suspended' ? forgiven(next) : next
