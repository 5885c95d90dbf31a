import { type Clock, startTimer } from './clock.js'

/** Whether work is done before anything else can happen. */
const settlesAtOnce = (work: Promise<unknown>): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, 0, false)
    const settled = (): void => {
      clearTimeout(timer)
      resolve(true)
    }
    work.then(settled, settled)
  })

/**
 * Runs `work` with a signal that aborts when the caller's does or after `ms` milliseconds. The
 * caller's abort comes out as its own reason, the deadline as what `lateError` gives.
 *
 * @param isMostlyPrompt - Whether to look first if the work is done at once, and needs no time at all.
 */
export const withDeadline = async <T>(
  clock: Clock,
  ms: number,
  caller: AbortSignal | undefined,
  lateError: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
  isMostlyPrompt = false,
): Promise<T> => {
  caller?.throwIfAborted()
  const inner = new AbortController()
  let late = false as boolean
  // By hand and not by AbortSignal.any(), which costs ten times as much.
  const onAbort = (): void => inner.abort(caller?.reason)
  caller?.addEventListener('abort', onAbort, { once: true })
  const start = (): (() => void) =>
    startTimer(clock, ms, () => {
      late = true
      inner.abort()
    })
  let stopTimer = isMostlyPrompt ? undefined : start()
  try {
    const begun = work(inner.signal)
    if (isMostlyPrompt && !(await settlesAtOnce(begun))) stopTimer = start()
    return await begun
  } catch (error) {
    caller?.throwIfAborted()
    throw late ? lateError() : error
  } finally {
    stopTimer?.()
    caller?.removeEventListener('abort', onAbort)
  }
}
