import type { Clock } from '../../src/index.js'

/** The deadlines of a client that was told nothing else; they are no pauses. */
const DEADLINES = [30_000, 120_000]

/** A clock that jumps over every pause and remembers it. */
export const jumpingClock = (start = 0): Clock & { readonly pauses: number[] } => {
  let now = start
  const pauses: number[] = []
  const sleep: Clock['sleep'] = (ms, signal) => {
    if (DEADLINES.includes(Math.round(ms)))
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error())))
    signal?.throwIfAborted()
    pauses.push(ms)
    now += ms
    return Promise.resolve()
  }
  return { now: () => now, sleep, pauses }
}

/** Lets everything through at once. */
export const unlimited = { acquire: (): Promise<void> => Promise.resolve(), pause: (): undefined => undefined }
