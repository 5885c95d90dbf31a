import type { AdvanceContext, Advanced } from './advance-context.js'
import { outcome } from './advance.js'
import { begin, isFinal } from './begin.js'
import { checkUnit } from './check-unit.js'
import type { Held } from './target.js'
import { forgiven } from './transition.js'
import type { Unit } from './unit.js'
import type { UnitState } from './unit-state.js'
import { withTurn } from './with-turn.js'

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
