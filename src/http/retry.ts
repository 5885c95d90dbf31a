import type { Clock } from './clock.js'
import type { Limiter } from './limiter.js'
import type { Observe } from './observe.js'

const HTTP_DATE =
  /^(?:[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds, or a date in any of the three forms of HTTP. Never
 * negative; undefined when there is no such header or it cannot be read.
 */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  const text = header?.trim()
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000
  if (!HTTP_DATE.test(text)) return undefined
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

/** Shortest pause before a retry, in milliseconds, whatever the server says. */
const MIN_DELAY_MS = 100
/** The pause of the limiter after a 429 that says nothing, in milliseconds. */
const RATE_LIMIT_PAUSE_MS = 1000

/** How pauses grow, in milliseconds. */
interface Backoff {
  readonly firstMs: number
  readonly maxMs: number
}

/** The pauses between the attempts of a request. */
const REQUESTS: Backoff = { firstMs: 1000, maxMs: 30_000 }

/** The pause after a number of failures in a row. It doubles each time; half of it is jitter. */
export const backoffMs = (failures: number, random: () => number, { firstMs, maxMs }: Backoff = REQUESTS): number =>
  Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 20)) * (0.5 + 0.5 * random())

/** Tokens a client has for retries, what one costs, and what a success gives back. */
const CAPACITY = 100
const COST = 5
const REFUND = 1

/**
 * Keeps a client from making an outage worse: one that mostly fails soon stops retrying. A full budget is good for 20
 * retries; each success gives back a fifth of one.
 */
export interface RetryBudget {
  /** Takes what a retry costs; false when there is not enough left. */
  readonly spend: () => boolean
  readonly refund: () => void
}

export const createRetryBudget = (): RetryBudget => {
  let tokens = CAPACITY
  return {
    spend: () => {
      if (tokens < COST) return false
      tokens -= COST
      return true
    },
    refund: () => {
      tokens = Math.min(CAPACITY, tokens + REFUND)
    },
  }
}

/** What came of an attempt: its result, or the error it threw. */
export type Outcome<T> =
  { readonly isAnswered: true; readonly result: T } | { readonly isAnswered: false; readonly error: unknown }

/** Why an outcome is a failure, and whether another attempt can help. */
export interface Failure {
  /** A status or the code of an error, for observers. */
  readonly reason: string
  readonly isRetryable: boolean
  /** The API said that there were too many requests, so all requests of the key pause. */
  readonly isRateLimited: boolean
  /** Milliseconds that the server asked to wait. */
  readonly retryAfterMs: number | undefined
}

/** What the loop of retries works with; a client has one for its calls and downloads. */
export interface RetrySettings {
  readonly clock: Clock
  readonly random: () => number
  readonly limiter: Limiter
  readonly observe: Observe
  readonly budget: RetryBudget
}

/** A call or a download that may be tried more than once. */
export interface Retryable<T> {
  readonly method: string
  readonly url: URL
  readonly signal: AbortSignal | undefined
  readonly maxRetries: number
  /** Longest pause of the limiter that a 429 can cause, in milliseconds. */
  readonly maxPauseMs: number
  /** Whether there is time to wait so long before the next attempt. */
  readonly hasTimeFor: (delayMs: number, askedMs: number | undefined) => boolean
  /** One attempt, counted from 1. */
  readonly attempt: (number: number) => Promise<T>
  /**
   * Says what kind of failure an outcome is; undefined when it is a success. `'at once'` asks for another attempt
   * without a pause and without a cost to the budget.
   */
  readonly failureOf: (outcome: Outcome<T>) => Failure | 'at once' | undefined
}

/**
 * Tries until an outcome stands: growing pauses with jitter, `Retry-After` wins, a 429 pauses the limiter, and every
 * retry is paid for from the client's budget. The last outcome is returned or thrown as it came.
 */
export const withRetries = async <T>(
  { clock, random, limiter, observe, budget }: RetrySettings,
  { method, url, signal, maxRetries, maxPauseMs, hasTimeFor, attempt, failureOf }: Retryable<T>,
): Promise<T> => {
  for (let number = 1; ; number += 1) {
    const outcome: Outcome<T> = await attempt(number).then(
      (result) => ({ isAnswered: true, result }),
      (error: unknown) => ({ isAnswered: false, error }),
    )
    if (!outcome.isAnswered) signal?.throwIfAborted()
    const failure = failureOf(outcome)
    if (failure === 'at once') continue
    const askedMs = failure?.retryAfterMs
    const delay = askedMs === undefined ? backoffMs(number, random) : Math.max(MIN_DELAY_MS, askedMs)
    const mayRetry = failure?.isRetryable === true && number <= maxRetries
    if (failure?.isRateLimited) limiter.pause(Math.min(askedMs ?? (mayRetry ? delay : RATE_LIMIT_PAUSE_MS), maxPauseMs))
    if (failure && mayRetry && hasTimeFor(delay, askedMs) && budget.spend()) {
      observe.retry({ method, url, attempt: number, delay, reason: failure.reason })
      await clock.sleep(delay, signal)
      continue
    }
    if (!outcome.isAnswered) throw outcome.error
    if (!failure) budget.refund()
    return outcome.result
  }
}
