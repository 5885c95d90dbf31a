import { ConfigurationError } from '../errors/configuration-error.js'
import { type Clock, systemClock } from './clock.js'
import { orAborted } from './deadline.js'

/**
 * Keeps requests below what a key may make. Two clients of one key share one limiter by being given the
 * same.
 */
export interface Limiter {
  /** Resolves when a request may be sent; rejects with the signal's reason once that is aborted. */
  readonly acquire: (signal?: AbortSignal) => Promise<void>
  /** Lets nothing through for `ms` milliseconds, because the API said that it was too much. */
  readonly pause: (ms: number) => void
}

/** How many requests a limiter lets through. */
export interface LimiterOptions {
  /**
   * Requests a second. The provider documents 20 for a key.
   * @default 18
   */
  readonly perSecond?: number | undefined
  /**
   * @default the clock of the machine
   */
  readonly clock?: Clock | undefined
}

/** Longest sleep of a timer, in milliseconds; a longer one would be over at once. */
const LONGEST = 2 ** 31 - 1

/** Lets everything through. */
export const unlimited: Limiter = { acquire: () => Promise.resolve(), pause: () => undefined }

/**
 * Makes a limiter that spreads requests evenly and lets them through in the order they came.
 *
 * @throws {ConfigurationError} `invalid_option`, when `perSecond` is not a number above 0.
 * @example
 * const limiter = createLimiter()
 * const inbound = createExportsClient({ limiter })
 * const outbound = createExportsClient({ limiter, apiVersion: '2021-12-15' })
 */
export const createLimiter = ({ perSecond = 18, clock = systemClock }: LimiterOptions = {}): Limiter => {
  if (!(perSecond > 0)) throw new ConfigurationError('invalid_option', 'perSecond must be a number above 0')
  const interval = 1000 / perSecond
  let free = -Infinity

  const turn = async (signal: AbortSignal | undefined): Promise<void> => {
    for (let wait = free - clock.now(); wait > 0; wait = free - clock.now()) {
      await clock.sleep(Math.min(wait, LONGEST), signal)
    }
    signal?.throwIfAborted()
    // A timer that came a little late is made up for, an idle time is not.
    const now = clock.now()
    free = (now - free < interval ? free : now) + interval
  }

  return {
    acquire: inOrder(turn),
    pause: (ms) => {
      free = Math.max(free, clock.now() + ms)
    },
  }
}

/** Takes turns one after the other, in the order they were asked for. */
export const inOrder = (turn: (signal: AbortSignal | undefined) => Promise<void>): Limiter['acquire'] => {
  let last: Promise<void> = Promise.resolve()
  return (signal) => {
    const mine = last.then(() => turn(signal))
    last = mine.catch(() => undefined)
    // Does not wait for those before, who may wait for long.
    return signal ? orAborted(mine, signal) : mine
  }
}
