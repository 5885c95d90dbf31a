import { type Clock, startTimer } from './clock.js'

/**
 * Runs `work` with a signal that aborts when the caller's does or after `ms` milliseconds. The
 * caller's abort comes out as its own reason, the deadline as what `lateError` gives.
 */
export const withDeadline = async <T>(
  clock: Clock,
  ms: number,
  caller: AbortSignal | undefined,
  lateError: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  caller?.throwIfAborted()
  const inner = new AbortController()
  let late = false as boolean
  // By hand and not by AbortSignal.any(), which costs ten times as much.
  const onAbort = (): void => inner.abort(caller?.reason)
  caller?.addEventListener('abort', onAbort, { once: true })
  const stopTimer = startTimer(clock, ms, () => {
    late = true
    inner.abort()
  })
  try {
    return await work(inner.signal)
  } catch (error) {
    caller?.throwIfAborted()
    throw late ? lateError() : error
  } finally {
    stopTimer()
    caller?.removeEventListener('abort', onAbort)
  }
}
