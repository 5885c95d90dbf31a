import type { RetryRule } from '../../generated/facts.js'
import { NetworkError } from '../errors/network-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { type Incoming, mediaTypeOf } from './request.js'

const HTTP_DATE =
  /^(?:[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds, or a date in any of the three forms
 * of HTTP. Undefined when there is none or it cannot be read; never negative.
 */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  const text = header?.trim()
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000
  if (!HTTP_DATE.test(text)) return undefined
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

/** Longest pause between two attempts, in milliseconds. */
const CAP = 30_000

/** The pause before attempt `n` + 1: up to a second, doubling each time, half of it chance. */
export const backoffMs = (n: number, random: () => number): number =>
  Math.min(CAP, 1000 * 2 ** Math.min(n, 10)) * (0.5 + 0.5 * random())

/** Tokens a client has for retries, what one costs, and what a success gives back. */
const CAPACITY = 100
const COST = 5
const REFUND = 1

/**
 * Keeps an outage from being amplified: a client that mostly fails soon stops repeating. A full budget
 * is good for 20 retries; each success gives back a fifth of one.
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

/** What came of an attempt. */
export interface Outcome {
  readonly answer?: Incoming
  /** Why there is no answer. */
  readonly error?: unknown
}

/** Statuses that say nothing against trying again. */
const TRANSIENT = [408, 429, 500, 502, 503, 504]
/** The one of them after which a request surely was not carried out. */
const REJECTED = 429
/** Least pause before a request is sent again, in milliseconds, whatever the server says. */
const LEAST = 100

/** Whether a success says that it is JSON, and is not: it was cut on its way. What says nothing of itself came from elsewhere. */
const isCut = ({ response, text, json }: Incoming): boolean =>
  response.ok && !json && text !== undefined && text !== '' && mediaTypeOf(response).endsWith('json')

/** Whether a request that may be repeated by `rule` is worth repeating after this. */
const isWorthRepeating = (outcome: Outcome, rule: RetryRule): boolean => {
  if (outcome.answer) {
    const { status } = outcome.answer.response
    return rule === 'always' ? TRANSIENT.includes(status) || isCut(outcome.answer) : status === REJECTED
  }
  const { error } = outcome
  if (error instanceof NetworkError) return rule === 'always' || !error.maybeSent
  return error instanceof TimeoutError && rule === 'always'
}

/**
 * The pause before the next attempt, in milliseconds; undefined when there is to be none. A
 * `Retry-After` of the server wins over our own growing pauses.
 *
 * @param attempt - Attempts made so far.
 */
export const retryDelay = (
  outcome: Outcome,
  rule: RetryRule,
  attempt: number,
  now: number,
  random: () => number,
): number | undefined => {
  if (!isWorthRepeating(outcome, rule)) return undefined
  const header = outcome.answer?.response.headers.get('Retry-After') ?? null
  const asked = retryAfterMs(header, now)
  return asked === undefined ? backoffMs(attempt - 1, random) : Math.max(LEAST, asked)
}
