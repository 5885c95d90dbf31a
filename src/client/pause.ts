import type { Clock } from '../http/clock.js'
import type { Hints } from './hints.js'

/** How to pause between two looks at an export, in milliseconds. */
export interface PauseSettings {
  readonly clock: Clock
  readonly random: () => number
  readonly minDelay: number
  readonly maxDelay: number
  /** The first pause after news; until it is over, further news of the same export changes nothing. */
  readonly briefly: number
  readonly hints: Hints | undefined
}

/** Pauses before the next look. */
export type Pause = (id: string, left: number, signal: AbortSignal | undefined) => Promise<void>

/** Why the loser of a race is stopped; never seen by anyone. */
const STOPPED = new Error('stopped')

/** Sleeps until there is news, and tells whether there was. */
const sleepUnlessNews = async (
  clock: Clock,
  hints: Hints,
  id: string,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<boolean> => {
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  const news = hints.take(id, stop.signal).then(() => true)
  const asleep = clock.sleep(ms, stop.signal).then(() => false)
  try {
    return await Promise.race([news, asleep])
  } finally {
    signal?.removeEventListener('abort', onAbort)
    stop.abort(STOPPED)
  }
}

/**
 * Pauses that double from `minDelay`, each with up to as much again of chance, so that many waits
 * spread out. News ends a pause, and the next ones begin anew, briefly.
 */
export const createPause = ({ clock, random, minDelay, maxDelay, briefly, hints }: PauseSettings): Pause => {
  let base = minDelay
  let hadNews = false
  return async (id, left, signal) => {
    const ms = Math.min(left, maxDelay, base * (1 + random()))
    base = Math.min(maxDelay, base * 2)
    if (!hints) return clock.sleep(ms, signal)
    // Who sends the same callback again and again does not make us ask again and again.
    const deaf = hadNews ? Math.min(ms, briefly) : 0
    if (deaf > 0) await clock.sleep(deaf, signal)
    hadNews = await sleepUnlessNews(clock, hints, id, ms - deaf, signal)
    if (hadNews) base = briefly
  }
}
