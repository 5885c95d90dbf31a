import type { ExportsError } from '../errors/exports-error.js'
import { systemClock } from '../http/clock.js'
import type { AdvanceContext, Advanced } from './advance-context.js'
import { checkUnit } from './check-unit.js'
import { parkedBy } from './parking.js'
import type { Held } from './target.js'
import { due } from './transition.js'
import type { Unit } from './unit.js'
import { isSettled } from './unit-state.js'
import { withLease } from './with-turn.js'

/**
 * Puts a unit aside until somebody asks for it: what an engine does with a job it has given up. A unit that
 * is settled, unknown, or with somebody else stays as it is. No client is made: the want of one may be the error.
 *
 * @example
 * await parkUnit(unit, context, new ConfigurationError('gave_up', 'The engine gave up after 8 attempts'))
 */
export const parkUnit = <H extends Held>(
  unit: Unit,
  context: AdvanceContext<H>,
  error: ExportsError,
): Promise<Advanced<H>> =>
  withLease(checkUnit(unit), context, async ({ state, save }) => {
    if (state === undefined || isSettled(state)) return { done: state !== undefined, after: 0, state }
    const { clock = systemClock, random = Math.random } = context
    const parked = due(parkedBy(state, error, { now: clock.now(), random }))
    await save(parked)
    return { done: true, after: 0, state: parked }
  })
