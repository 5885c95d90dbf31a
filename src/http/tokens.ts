import type { Clock } from './clock.js'
import { orAborted } from './deadline.js'

/** A token as it was made. */
export interface MintedToken {
  readonly value: string
  /** Milliseconds it lasts, from when it was asked for. */
  readonly lifetime: number
}

/** The bearer tokens of a client: one at a time, kept until shortly before it expires. */
export interface Tokens {
  /** `Bearer` and a token that is good, made when there is none. Rejects with the reason of an abort. */
  readonly get: (signal: AbortSignal) => Promise<string>
  /** Says that what `get` gave was refused: it is not given again. */
  readonly refuse: (value: string) => void
}

/** A token that is being made, and how many wait for it. */
interface Minting {
  readonly result: Promise<string>
  readonly stop: AbortController
  waiting: number
}

/** Longest time before its end at which a token is no longer taken, in milliseconds. */
const MARGIN = 30_000

/** A request may be on its way for a while, so a token is given up early: at a tenth of its time, or half a minute. */
const usable = (lifetime: number): number => lifetime - Math.min(MARGIN, lifetime / 10)

/** Nobody waits for the token any more; never seen by anyone. */
const ABANDONED = new Error('abandoned')

/**
 * Makes tokens with `mint` when they are needed. However many ask at once, one is made; who aborts leaves
 * the others waiting, and when all have left it is given up. A failure is told to all who wait, and the
 * next who asks tries anew.
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
