import { TimeoutError } from '../errors/timeout-error.js'
import { attempt, type AttemptSettings } from './attempt.js'
import { type Incoming, nameOf, type Outgoing } from './outgoing.js'
import { withDeadline } from './deadline.js'
import { createRetryBudget, type RetryBudget } from './retry-budget.js'
import { type Outcome, retryDelay } from './retry-delay.js'
import { retryAfterMs } from './retry-after.js'
import { isUnsent, markUnsent } from './unsent.js'

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
export const createSend = (settings: SendSettings, budget: RetryBudget = createRetryBudget()): Send => {
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
  let renewed = false
  for (let number = 1; ; number += 1) {
    const token = await authorize(settings, request, endsAt)
    const outcome: Outcome = await attempt(settings, request, { number, timeout, endsAt }).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    )
    request.signal?.throwIfAborted()
    if (token !== undefined && outcome.answer?.response.status === 401 && !renewed) {
      request.tokens?.refuse(token)
      renewed = true
      continue
    }
    const delay = number > maxRetries ? undefined : retryDelay(outcome, request.rule, number, clock.now(), random)
    if (outcome.answer?.response.status === 429) {
      const asked = retryAfterMs(outcome.answer.response.headers.get('Retry-After'), clock.now())
      limiter.pause(Math.min(asked ?? delay ?? 1000, totalTimeout))
    }
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

/** Gives a request its token, when it is to carry one. Without one nothing is sent. */
const authorize = async (
  { clock }: SendSettings,
  { tokens, ...request }: Outgoing,
  endsAt: number,
): Promise<string | undefined> => {
  if (!tokens) return undefined
  const left = Math.max(1, endsAt - clock.now())
  try {
    const lateError = (): Error =>
      new TimeoutError(`There was no token for ${nameOf(request)} within ${Math.round(left)} ms`, Math.round(left))
    const token = await withDeadline(clock, left, request.signal, lateError, tokens.get)
    request.headers.set('Authorization', token)
    return token
  } catch (error) {
    throw markUnsent(error)
  }
}

/** A time-out because all the time is up says so. */
const inAll = (error: unknown, request: Outgoing, totalTimeout: number, isUp: boolean, attempts: number): unknown =>
  isUp && error instanceof TimeoutError && !isUnsent(error)
    ? new TimeoutError(`${nameOf(request)} had no answer within ${totalTimeout} ms in all`, totalTimeout, { attempts })
    : error

const reasonOf = ({ answer, error }: Outcome): string => {
  if (answer !== undefined) return String(answer.response.status)
  return error instanceof TimeoutError ? 'timeout' : ((error as { code?: string }).code ?? 'error')
}
