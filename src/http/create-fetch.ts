import type { OperationFacts, RetryRule } from '../../generated/facts.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { attempt, type AttemptSettings } from './attempt.js'
import { withDeadline } from './deadline.js'
import { createRetryBudget, type RetryBudget } from './retry-budget.js'
import { type Outcome, retryDelay } from './retry-delay.js'

export type Fetch = (request: Request) => Promise<Response>

/** How long and how often one logical call may try. */
export interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number
  /** Milliseconds for all attempts together, the pauses between them included. */
  readonly totalTimeout: number
  readonly maxRetries: number
}

export interface FetchSettings extends AttemptSettings, Patience {
  readonly random: () => number
  readonly operations: Readonly<Record<string, OperationFacts | undefined>>
}

type RuleOf = (request: Request) => RetryRule

/** The rule of an operation by its method and path; what is not in the spec is repeated with the greatest care. */
const rulesOf = (operations: FetchSettings['operations']): RuleOf => {
  const known = Object.values(operations).flatMap((one) => {
    if (!one) return []
    const path = one.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
    return [{ method: one.method, path: new RegExp(`^${path}$`), retry: one.retry }]
  })
  return ({ method, url }) => {
    const { pathname } = new URL(url)
    return known.find((one) => one.method === method && one.path.test(pathname))?.retry ?? 'unless-sent'
  }
}

/**
 * The `fetch` that lies beneath openapi-fetch: what happens between one logical call and its attempts
 * happens here. Which operation may be repeated comes from the spec.
 */
export const createFetch = (settings: FetchSettings): ((patience?: Partial<Patience>) => Fetch) => {
  const budget = createRetryBudget()
  const ruleOf = rulesOf(settings.operations)
  return (patience = {}) =>
    (request) => {
      const { timeout, totalTimeout, maxRetries } = { ...settings, ...patience }
      const { pathname } = new URL(request.url)
      const what = `${request.method} ${settings.origin}${pathname}`
      return withDeadline(settings.clock, totalTimeout, request.signal, what, (signal) =>
        repeat(settings, { budget, rule: ruleOf(request), timeout, totalTimeout, maxRetries }, request, signal),
      )
    }
}

const repeat = async (
  settings: FetchSettings,
  { budget, rule, timeout, totalTimeout, maxRetries }: Patience & { budget: RetryBudget; rule: RetryRule },
  request: Request,
  signal: AbortSignal,
): Promise<Response> => {
  const { clock, limiter, observe, random } = settings
  const endsAt = clock.now() + totalTimeout
  for (let number = 1; ; number += 1) {
    const outcome: Outcome = await attempt(settings, number > maxRetries ? request : copyOf(request), signal, {
      number,
      timeout,
    }).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    )
    signal.throwIfAborted()
    const delay = number > maxRetries ? undefined : retryDelay(outcome, rule, number, clock.now(), random)
    if ('response' in outcome && outcome.response.status === 429) limiter.pause(delay ?? 1000)
    if (delay === undefined || clock.now() + delay >= endsAt || !budget.spend()) {
      if ('error' in outcome) throw outcome.error
      if (outcome.response.ok) budget.refund()
      return outcome.response
    }
    const { origin, pathname } = new URL(request.url)
    observe.retry({ method: request.method, url: origin + pathname, attempt: number, delay, reason: reasonOf(outcome) })
    await clock.sleep(delay, signal)
  }
}

/** A body can be sent once only. */
const copyOf = (request: Request): Request => (request.body === null ? request : request.clone())

const reasonOf = (outcome: Outcome): string => {
  if ('response' in outcome) return String(outcome.response.status)
  return outcome.error instanceof TimeoutError ? 'timeout' : ((outcome.error as { code?: string }).code ?? 'error')
}
