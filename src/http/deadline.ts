import { type Clock, startTimer } from './clock.js'

/** Waits for work that others wait for too, and no longer than until the signal aborts. */
export const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

/** A part of some work, with the milliseconds it may take and what it ends with when they are over. */
interface Part<T> {
  readonly ms: number
  readonly lateError: () => Error
  readonly work: (signal: AbortSignal) => Promise<T>
  /**
   * Whether it is mostly done at once, and then needs no timer; it is left when its time is over, even if it
   * does not mind the signal.
   */
  readonly isMostlyPrompt?: boolean
}

/** Does a part in its time. */
export type Within = <T>(part: Part<T>) => Promise<T>

/** Turns of the microtask queue that a part may take and still be done at once. */
const TURNS = 16

/** Whether work is done before anything else can happen; asked without a timer, which would cost more than the work. */
const settlesAtOnce = async (work: Promise<unknown>): Promise<boolean> => {
  let settled = false as boolean
  const settle = (): void => {
    settled = true
  }
  work.then(settle, settle)
  for (let turn = 0; turn < TURNS && !settled; turn += 1) await Promise.resolve()
  return settled
}

/**
 * Runs work whose parts have their time, all with one signal that aborts when the caller's does or when the time of
 * a part is over. The caller's abort comes out as its own reason.
 */
export const withDeadlines = async <T>(
  clock: Clock,
  caller: AbortSignal | undefined,
  work: (within: Within) => Promise<T>,
): Promise<T> => {
  caller?.throwIfAborted()
  const inner = new AbortController()
  // By hand and not by AbortSignal.any(), which costs ten times as much.
  const onAbort = (): void => inner.abort(caller?.reason)
  caller?.addEventListener('abort', onAbort, { once: true })
  const within: Within = async ({ ms, lateError, work: part, isMostlyPrompt = false }) => {
    const begun = part(inner.signal)
    if (isMostlyPrompt && (await settlesAtOnce(begun))) return begun
    let late = false as boolean
    const stopTimer = startTimer(clock, ms, () => {
      late = true
      inner.abort()
    })
    try {
      return await (isMostlyPrompt ? orAborted(begun, inner.signal) : begun)
    } catch (error) {
      throw late ? lateError() : error
    } finally {
      stopTimer()
    }
  }
  try {
    return await work(within)
  } catch (error) {
    caller?.throwIfAborted()
    throw error
  } finally {
    caller?.removeEventListener('abort', onAbort)
  }
}

/**
 * Runs `work` with a signal that aborts when the caller's does or after `ms` milliseconds. The
 * caller's abort comes out as its own reason, the deadline as what `lateError` gives.
 */
export const withDeadline = <T>(
  clock: Clock,
  ms: number,
  caller: AbortSignal | undefined,
  lateError: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => withDeadlines(clock, caller, (within) => within({ ms, lateError, work }))
