import { type Clock, startTimer } from './clock.js'

/** Waits for work that others may wait for too, but not after the signal aborts. */
export const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

/**
 * Runs `work` with a signal that aborts when the caller's does or after `ms` milliseconds.
 *
 * @throws the reason of the caller's abort, or what `lateError` gives when the time is over.
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
  // AbortSignal.any() costs ten times as much.
  const onAbort = (): void => inner.abort(caller?.reason)
  caller?.addEventListener('abort', onAbort, { once: true })
  let isLate = false as boolean
  const stopTimer = startTimer(clock, ms, () => {
    isLate = true
    inner.abort()
  })
  try {
    return await work(inner.signal)
  } catch (error) {
    caller?.throwIfAborted()
    throw isLate ? lateError() : error
  } finally {
    stopTimer()
    caller?.removeEventListener('abort', onAbort)
  }
}
