import type { Clock } from '../../src/index.js'

/** Whether a sleep is a deadline of a client with default timeouts, which is no pause: 30 s, or what is left of 120 s. */
const isDeadline = (ms: number): boolean => Math.round(ms) === 30_000 || (ms > 100_000 && ms <= 120_000)

/** A clock that jumps over every pause and remembers it. */
export const jumpingClock = (start = 0): Clock & { readonly pauses: number[] } => {
  let now = start
  const pauses: number[] = []
  const sleep: Clock['sleep'] = (ms, signal) => {
    if (isDeadline(ms)) return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error())))
    signal?.throwIfAborted()
    pauses.push(ms)
    now += ms
    return Promise.resolve()
  }
  return { now: () => now, sleep, pauses }
}
