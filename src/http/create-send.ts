import { TimeoutError } from '../errors/timeout-error.js'
import { attempt, type AttemptSettings } from './attempt.js'
import { type Incoming, nameOf, type Outgoing } from './outgoing.js'
import { createRetryBudget, type RetryBudget } from './retry-budget.js'
import { type Outcome, retryDelay } from './retry-delay.js'

/** How long and how often one logical call may try. */
export interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number
  /** Milliseconds for all attempts together, the pauses between them included. */
  readonly totalTimeout: number
  readonly maxRetries: number
}

export interface SendSettings extends AttemptSettings, Patience {
  readonly random: () => number
}

/** Sends a request as often as it may be sent, and gives the last answer. */
export type Send = (request: Outgoing, patience?: Partial<Patience>) => Promise<Incoming>

/**
 * What lies beneath openapi-fetch: what happens between one logical call and its attempts happens here.
 * All calls share one budget for retries.
 */
export const createSend = (settings: SendSettings): Send => {
  const budget = createRetryBudget()
  return (request, patience = {}) => {
    const { timeout, totalTimeout, maxRetries } = settings
    return repeat(settings, budget, request, { timeout, totalTimeout, maxRetries, ...patience })
  }
}

const repeat = async (
  settings: SendSettings,
  budget: RetryBudget,
  request: Outgoing,
  { timeout, totalTimeout, maxRetries }: Patience,
): Promise<Incoming> => {
  const { clock, limiter, observe, random } = settings
  const endsAt = clock.now() + totalTimeout
  for (let number = 1; ; number += 1) {
    const outcome: Outcome = await attempt(settings, request, { number, timeout, endsAt }).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    )
    request.signal?.throwIfAborted()
    const delay = number > maxRetries ? undefined : retryDelay(outcome, request.rule, number, clock.now(), random)
    if (outcome.answer?.response.status === 429) limiter.pause(delay ?? 1000)
    if (delay === undefined || clock.now() + delay >= endsAt || !budget.spend()) {
      if (outcome.answer === undefined) throw inAll(outcome.error, request, totalTimeout, clock.now() >= endsAt, number)
      if (outcome.answer.response.ok) budget.refund()
      return outcome.answer
    }
    const { method, url } = request
    observe.retry({ method, url: url.origin + url.pathname, attempt: number, delay, reason: reasonOf(outcome) })
    await clock.sleep(delay, request.signal)
  }
}

/** A time-out because all the time is up says so. */
const inAll = (error: unknown, request: Outgoing, totalTimeout: number, isUp: boolean, attempts: number): unknown =>
  isUp && error instanceof TimeoutError
    ? new TimeoutError(`${nameOf(request)} had no answer within ${totalTimeout} ms in all`, totalTimeout, { attempts })
    : error

const reasonOf = ({ answer, error }: Outcome): string => {
  if (answer !== undefined) return String(answer.response.status)
  return error instanceof TimeoutError ? 'timeout' : ((error as { code?: string }).code ?? 'error')
}
