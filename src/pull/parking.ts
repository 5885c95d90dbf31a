import type { ExportsError } from '../errors/exports-error.js'
import { RateLimitError } from '../errors/rate-limit-error.js'
import { due, resumed } from './transition.js'
import type { Parked, UnitState } from './unit-state.js'

/** The pause after the first failure, and the longest, in milliseconds. */
const FIRST = 5_000
const LONGEST = 15 * 60_000

/** The pause after so many failures in a row: doubling, half of it chance. */
const pauseAfter = (failures: number, random: () => number): number =>
  Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 20)) * (0.5 + 0.5 * random())

const describe = ({ name, code, message, hint, retryable }: ExportsError): Parked['error'] => ({
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
export const parkedBy = (
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
    step: 'parked',
    failures,
    parked: { step: state.step, error: describe(error) },
    ...(error.retryable && { due_at: new Date(again).toISOString() }),
  }
}
