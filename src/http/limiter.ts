import { ConfigurationError } from '../errors/configuration-error.js'
import { type Clock, systemClock } from './clock.js'
import { orAborted } from './deadline.js'

/**
 * Keeps the requests of a key below what it may send. Two clients of one key share a limiter by being given the same
 * one.
 */
export interface Limiter {
  /** Resolves when a request may be sent; rejects with the signal's reason when that is aborted. */
  readonly acquire: (signal?: AbortSignal) => Promise<void>
  /**
   * Takes a slot if one is free and nobody waits for it. Optional: it saves the timer of a request that need not wait.
   */
  readonly tryAcquire?: (() => boolean) | undefined
  /** Lets no request through for `ms` milliseconds, because the API said that there were too many. */
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

/** Longest sleep of a timer, in milliseconds; a longer one would end at once. */
const MAX_SLEEP_MS = 2 ** 31 - 1

/** Lets everything through. */
export const unlimited: Limiter = {
  acquire: () => Promise.resolve(),
  tryAcquire: () => true,
  pause: () => undefined,
}

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
  let nextSlotAt = -Infinity
  let waiting = 0

  const takeSlot = (now: number): void => {
    // A late timer is made up for; idle time is not.
    nextSlotAt = (now - nextSlotAt < interval ? nextSlotAt : now) + interval
  }
  const waitForSlot = async (signal: AbortSignal | undefined): Promise<void> => {
    try {
      for (let wait = nextSlotAt - clock.now(); wait > 0; wait = nextSlotAt - clock.now()) {
        await clock.sleep(Math.min(wait, MAX_SLEEP_MS), signal)
      }
      signal?.throwIfAborted()
      takeSlot(clock.now())
    } finally {
      waiting -= 1
    }
  }
  const acquireInOrder = inOrder(waitForSlot)

  return {
    acquire: (signal) => {
      waiting += 1
      return acquireInOrder(signal)
    },
    tryAcquire: () => {
      const now = clock.now()
      if (waiting > 0 || nextSlotAt > now) return false
      takeSlot(now)
      return true
    },
    pause: (ms) => {
      nextSlotAt = Math.max(nextSlotAt, clock.now() + ms)
    },
  }
}

/** Does one piece of work after the other, in the order they were asked for. */
export const inOrder = (work: (signal: AbortSignal | undefined) => Promise<void>): Limiter['acquire'] => {
  let last: Promise<void> = Promise.resolve()
  return (signal) => {
    const mine = last.then(() => work(signal))
    last = mine.catch(() => undefined)
    // An abort does not wait for those before, which may take long.
    return signal ? orAborted(mine, signal) : mine
  }
}
