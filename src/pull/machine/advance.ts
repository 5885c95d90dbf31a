import type { ExportsError } from '../../errors/exports-error.js'
import { isExportsError } from '../../errors/exports-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { MARGIN } from '../units/create-request.js'
import { checkUnit, type Unit } from '../units/unit.js'
import type { AdvanceContext, Advanced, Turn } from './context.js'
import { withTurn } from './lease.js'
import { begin, isFinal } from './resume.js'
import { adoptOrCreate, create } from './steps/create.js'
import { fetchFile, look } from './steps/fetch.js'
import { load, settle } from './steps/load.js'
import { parkedBy } from './suspend.js'
import type { Held } from './target.js'
import { due, entered, forgiven, resumed } from './transition.js'
import { isSettled, type UnitState } from './unit-state.js'

/**
 * Takes one unit as far as it goes without waiting: from a look at the world to the next pause. Any number
 * of processes may call it at any time, late, twice or in any order.
 *
 * Never throws because something is not ready: the export, the rate limit, the API, another worker. Those
 * are `after`. An error of the API, of the data or of the disk parks the unit. What is thrown is a caller's
 * abort, a store that cannot be used, or a bug.
 *
 * @throws {ConfigurationError} `invalid_unit`, when it is none.
 * @example
 * const { done, after, state } = await advance(unit, { store, target, clientFor: () => didww })
 */
export const advance = <H extends Held>(unit: Unit, context: AdvanceContext<H>): Promise<Advanced<H>> =>
  withTurn(checkUnit(unit), context, async (turn, { state }) => {
    const { eager = false } = context
    const isWanted = state === undefined || !isSettled(state) || (state.step === 'parked' && eager)
    const isDue = state === undefined || eager || !(msUntilDue(state, turn) > 0)
    return isWanted && isDue ? drive(turn, state) : outcome(turn, state)
  })

const msUntilDue = ({ due_at = '' }: UnitState, { clock }: Pick<Turn, 'clock'>): number =>
  Math.max(0, (Date.parse(due_at) || 0) - clock.now())

/** What a turn has come to. */
const outcome = async <H extends Held>(turn: Turn<H>, state: UnitState, error?: ExportsError): Promise<Advanced<H>> => {
  const done = isSettled(state)
  const held = state.step === 'done' || state.step === 'provisional' ? await turn.target.held(turn.unit) : undefined
  return { done, after: done ? 0 : msUntilDue(state, turn), state, ...(held && { held }), ...(error && { error }) }
}

/** Step after step until one has to wait; each is in the store before the next begins. */
const drive = async <H extends Held>(turn: Turn<H>, before: UnitState | undefined): Promise<Advanced<H>> => {
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
const goOn = async (turn: Turn, state: UnitState | undefined): Promise<UnitState> => {
  const { unit, client, target } = turn
  return begin({ unit, state, held: await target.held(unit), client, refresh: false })
}

const step = async (turn: Turn, state: UnitState): Promise<UnitState> => {
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

/** What becomes of a unit after an error: closed when its calls have left the window, else parked. */
const putAside = (turn: Turn, state: UnitState, error: ExportsError): UnitState => {
  const now = turn.clock.now()
  const period = error instanceof PeriodError ? error.code : undefined
  if (period === 'outside_window') return entered(resumed(state), 'closed')
  const parked = parkedBy(state, error, { now, random: turn.random })
  // Its day will come; a second later there is something to ask for.
  const begins = new Date(Date.parse(turn.unit.from) + MARGIN + 1000)
  return period === 'in_future' ? { ...parked, due_at: begins.toISOString() } : parked
}

/** How to ask for a unit. */
export interface RequestContext<H extends Held = Held> extends AdvanceContext<H> {
  /**
   * Pulls again what is there already, and replaces it.
   * @default false
   */
  readonly refresh?: boolean | undefined
}

/**
 * Asks for a unit: makes it known, starts the next generation when what the target holds is provisional, no
 * longer intact or to be refreshed, and lets a parked one go on. A unit under way is left alone, so that a
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
export const requestUnit = <H extends Held>(unit: Unit, context: RequestContext<H>): Promise<Advanced<H>> =>
  withTurn(checkUnit(unit), context, async (turn, { state }) => {
    const { client, target } = turn
    await target.check(turn.unit, client.origin)
    const held = await target.held(turn.unit)
    const found = { unit: turn.unit, state, held, client, refresh: context.refresh ?? false }
    const final = isFinal(found)
    const next = final && state ? state : forgivenIfParked(begin(found), state)
    if (next !== state) await turn.save(next)
    return final && held ? { done: true, after: 0, state: next, held } : outcome(turn, next)
  })

/** Somebody asks, so failures are counted anew. */
const forgivenIfParked = (next: UnitState, { step }: Partial<UnitState> = {}): UnitState =>
  step === 'parked' ? forgiven(next) : next
