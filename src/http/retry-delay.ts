import type { RetryRule } from '../../generated/facts.js'
import { NetworkError } from '../errors/network-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { backoffMs } from './backoff.js'
import { type Incoming, mediaTypeOf } from './outgoing.js'
import { retryAfterMs } from './retry-after.js'

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
