import { TimeoutError } from '../errors/timeout-error.js'
import type { Clock } from './clock.js'

/**
 * Runs `work` with a signal that aborts when the caller's does or after `ms` milliseconds. The
 * caller's abort comes out as its own reason, the deadline as a `TimeoutError`.
 */
export const withDeadline = async <T>(
  clock: Clock,
  ms: number,
  caller: AbortSignal | null | undefined,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  caller?.throwIfAborted()
  const deadline = new AbortController()
  const done = new AbortController()
  const tooLate = new TimeoutError(`${what} had no answer within ${ms} ms`, ms)
  clock.sleep(ms, done.signal).then(
    () => deadline.abort(tooLate),
    () => undefined,
  )
  try {
    return await work(caller ? AbortSignal.any([caller, deadline.signal]) : deadline.signal)
  } catch (error) {
    if (caller?.aborted) throw caller.reason
    if (deadline.signal.aborted) throw tooLate
    throw error
  } finally {
    done.abort()
  }
}
