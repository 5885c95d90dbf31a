/** A clock. Tests and the sandbox bring their own. */
export interface Clock {
  /** Milliseconds since 1970, never going backwards. */
  readonly now: () => number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The clock of the machine; it does not jump when the system time is adjusted. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer)
        reject(signal?.reason as Error)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      if (signal?.aborted) stop()
      else signal?.addEventListener('abort', stop, { once: true })
    }),
}

/** The reason for stopping a timer; nobody sees it. */
const STOPPED = new Error('stopped')

/**
 * Calls `callback` after `ms` milliseconds; the returned function cancels it. On the machine's clock this costs a tenth
 * of an aborted sleep.
 */
export const startTimer = (clock: Clock, ms: number, callback: () => void): (() => void) => {
  if (clock === systemClock) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const stop = new AbortController()
  clock.sleep(ms, stop.signal).then(callback, () => undefined)
  return () => stop.abort(STOPPED)
}
