import type { Clock } from './clock.js'
import { orAborted } from './deadline.js'

/** A new token. */
export interface MintedToken {
  readonly value: string
  /** Milliseconds it lasts, counted from the request. */
  readonly lifetime: number
}

/** The bearer tokens of a client: one at a time, kept until shortly before it expires. */
export interface Tokens {
  /** Gives `Bearer` and a valid token, making one if there is none. Rejects with the reason of an abort. */
  readonly get: (signal: AbortSignal) => Promise<string>
  /** Drops a token that the API refused. */
  readonly refuse: (value: string) => void
}

/** A token that is being made, and how many wait for it. */
interface Minting {
  readonly result: Promise<string>
  readonly stop: AbortController
  waiting: number
}

/** A token is replaced at most this long before it expires, in milliseconds. */
const MARGIN = 30_000

/**
 * A request takes a while, so a token is replaced early: a tenth of its lifetime before the end, at most half a minute.
 */
const usable = (lifetime: number): number => lifetime - Math.min(MARGIN, lifetime / 10)

/** The reason for stopping when nobody waits any more; nobody sees it. */
const ABANDONED = new Error('abandoned')

/**
 * Makes tokens with `mint` when they are needed. Callers that ask at the same time share one. An abort ends only that
 * caller's wait; when all have left, the request is aborted. A failure reaches everyone who waits, and the next caller
 * tries again.
 */
export const createTokens = (clock: Clock, mint: (signal: AbortSignal) => Promise<MintedToken>): Tokens => {
  let kept: { readonly value: string; readonly until: number } | undefined
  let minting: Minting | undefined

  const start = (): Minting => {
    const stop = new AbortController()
    const askedAt = clock.now()
    const work = async (): Promise<string> => {
      try {
        const { value, lifetime } = await mint(stop.signal)
        if (minting === started) kept = { value, until: askedAt + usable(lifetime) }
        return value
      } finally {
        if (minting === started) minting = undefined
      }
    }
    const started: Minting = { result: Promise.resolve().then(work), stop, waiting: 0 }
    started.result.catch(() => undefined)
    return started
  }

  return {
    get: async (signal) => {
      if (kept && clock.now() < kept.until) return kept.value
      signal.throwIfAborted()
      const mine = (minting ??= start())
      mine.waiting += 1
      try {
        return await orAborted(mine.result, signal)
      } finally {
        mine.waiting -= 1
        if (mine.waiting === 0) {
          if (minting === mine) minting = undefined
          mine.stop.abort(ABANDONED)
        }
      }
    },
    refuse: (value) => {
      if (kept?.value === value) kept = undefined
    },
  }
}
