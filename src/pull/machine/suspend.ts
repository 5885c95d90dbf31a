import { RateLimitError } from '../../errors/api-error.js'
import type { ExportsError } from '../../errors/exports-error.js'
import { systemClock } from '../../http/clock.js'
import { backoffMs } from '../../http/retry.js'
import { checkUnit, type Unit } from '../units/unit.js'
import type { AdvanceContext, Advanced } from './context.js'
import { withLease } from './lease.js'
import type { LoadedUnit } from './target.js'
import { withoutDueAt, resume } from './transition.js'
import { isSettled, type Suspension, type UnitState } from './unit-state.js'

/**
 * Suspends a unit until somebody requests it: what an engine does with a job that it gives up. A unit that is settled,
 * unknown, or leased by somebody else stays as it is. No client is made, since that may be what fails.
 *
 * @example
 * await suspendUnit(unit, context, new ConfigurationError('gave_up', 'The engine gave up after 8 attempts'))
 */
export const suspendUnit = <H extends LoadedUnit>(
  unit: Unit,
  context: AdvanceContext<H>,
  error: ExportsError,
): Promise<Advanced<H>> =>
  withLease(checkUnit(unit), context, async ({ lastState, save }): Promise<Advanced<H>> => {
    const state = lastState()
    if (state === undefined || isSettled(state)) return { done: state !== undefined, waitMs: 0, state }
    const { clock = systemClock, random = Math.random } = context
    const suspended = withoutDueAt(suspendedBy(state, error, { now: clock.now(), random }))
    await save(suspended)
    return { done: true, waitMs: 0, state: suspended }
  })

/**
 * A state suspended by an error. If the error is retryable, the unit is due again after a growing pause, or when the
 * API said. After any other error it waits until somebody requests it.
 */
export const suspendedBy = (
  before: UnitState,
  error: ExportsError,
  { now, random }: { readonly now: number; readonly random: () => number },
): UnitState => {
  const state = resume(before)
  const failures = (state.failures ?? 0) + 1
  const askedMs = error instanceof RateLimitError ? (error.retryAfterMs ?? 0) : 0
  const due = now + Math.max(askedMs, backoffMs(failures, random, BACKOFF))
  return {
    ...withoutDueAt(state),
    step: 'suspended',
    failures,
    suspended: { step: state.step, error: describe(error) },
    ...(error.retryable && { due_at: new Date(due).toISOString() }),
  }
}

/** The pauses of a unit that fails again and again. */
const BACKOFF = { firstMs: 5_000, maxMs: 15 * 60_000 }

const describe = ({ name, code, message, hint, retryable }: ExportsError): Suspension['error'] => ({
  name,
  code,
  message,
  retryable,
  ...(hint !== undefined && { hint }),
})
