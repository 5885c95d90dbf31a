/** Time as a value, so that tests and sandboxes can hold their own. */
export interface Clock {
  /** Milliseconds since 1970, never going backwards. */
  readonly now: () => number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The clock of the machine, unmoved by adjustments while the process runs. */
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

/** Why a timer was stopped; never seen by anyone. */
const STOPPED = new Error('stopped')

/**
 * Calls back after `ms` milliseconds of a clock, unless the function that is returned is called before.
 * On the clock of the machine it costs a tenth of a sleep that is aborted.
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
