import { RateLimitError } from '../../errors/api-error.js'
import type { ExportsError } from '../../errors/exports-error.js'
import { systemClock } from '../../http/clock.js'
import { checkUnit, type Unit } from '../units/unit.js'
import type { AdvanceContext, Advanced } from './context.js'
import { withLease } from './lease.js'
import type { LoadedUnit } from './target.js'
import { due, resumed } from './transition.js'
import { isSettled, type Suspension, type UnitState } from './unit-state.js'

/**
 * Puts a unit aside until somebody asks for it: what an engine does with a job it has given up. A unit that
 * is settled, unknown, or with somebody else stays as it is. No client is made: the want of one may be the error.
 *
 * @example
 * await suspendUnit(unit, context, new ConfigurationError('gave_up', 'The engine gave up after 8 attempts'))
 */
export const suspendUnit = <H extends LoadedUnit>(
  unit: Unit,
  context: AdvanceContext<H>,
  error: ExportsError,
): Promise<Advanced<H>> =>
  withLease(checkUnit(unit), context, async ({ state, save }) => {
    if (state === undefined || isSettled(state)) return { done: state !== undefined, waitMs: 0, state }
    const { clock = systemClock, random = Math.random } = context
    const suspended = due(suspendedBy(state, error, { now: clock.now(), random }))
    await save(suspended)
    return { done: true, waitMs: 0, state: suspended }
  })

/** The pause after the first failure, and the longest, in milliseconds. */
const FIRST = 5_000
const LONGEST = 15 * 60_000

/** The pause after so many failures in a row: doubling, half of it chance. */
const pauseAfter = (failures: number, random: () => number): number =>
  Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 20)) * (0.5 + 0.5 * random())

const describe = ({ name, code, message, hint, retryable }: ExportsError): Suspension['error'] => ({
  name,
  code,
  message,
  retryable,
  ...(hint !== undefined && { hint }),
})

/**
 * A state put aside because of an error. After an error that may pass it is due again after a growing pause,
 * or when the API said; after another one when somebody asks for it.
 */
export const suspendedBy = (
  before: UnitState,
  error: ExportsError,
  { now, random }: { readonly now: number; readonly random: () => number },
): UnitState => {
  const state = resumed(before)
  const failures = (state.failures ?? 0) + 1
  const asked = error instanceof RateLimitError ? (error.retryAfterMs ?? 0) : 0
  const again = now + Math.max(asked, pauseAfter(failures, random))
  return {
    ...due(state),
    step: 'suspended',
    failures,
    suspended: { step: state.step, error: describe(error) },
    ...(error.retryable && { due_at: new Date(again).toISOString() }),
  }
}
