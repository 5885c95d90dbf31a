import { ExportsError } from '../errors/exports-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { readBody } from './answer.js'
import type { Clock } from './clock.js'
import { withDeadline, withDeadlines, type Within } from './deadline.js'
import type { Limiter } from './limiter.js'
import { isUnsent, markUnsent, toNetworkError } from './network-error.js'
import type { Observe } from './observe.js'
import { type Incoming, MAX_REDIRECTS, nameOf, type Outgoing, REDIRECTS } from './request.js'
import { createRetryBudget, type Outcome, retryAfterMs, type RetryBudget, retryDelay } from './retry.js'

/** How long and how often one logical call may try. */
export interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number
  /** Milliseconds for all attempts together, the pauses between them included. */
  readonly totalTimeout: number
  readonly maxRetries: number
}

interface SendSettings extends AttemptSettings, Patience {
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

interface AttemptSettings {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly limiter: Limiter
  readonly observe: Observe
}

/** Which attempt it is, and the milliseconds it may take once it has its turn. */
interface AttemptTime {
  readonly number: number
  readonly timeout: number
  /** When all attempts must have ended, on the clock. */
  readonly endsAt: number
}

/** One attempt: waits for its turn, then sends within its time, the answer's body included. */
const attempt = async (settings: AttemptSettings, request: Outgoing, time: AttemptTime): Promise<Incoming> => {
  let hop = request
  for (let followed = 0; ; followed += 1) {
    const answer = await withDeadlines(settings.clock, hop.signal, async (within) => {
      await turn(settings, hop, time, within)
      return inTime(settings, hop, time, within)
    })
    const next = followed < MAX_REDIRECTS ? redirected(hop, answer.response) : undefined
    if (!next) return answer
    hop = { ...hop, url: next }
  }
}

/** Waits for its turn; who has no time left when it comes is not sent. */
const turn = async (
  { clock, limiter }: AttemptSettings,
  request: Outgoing,
  { endsAt, number }: AttemptTime,
  within: Within,
): Promise<void> => {
  const ms = Math.max(1, endsAt - clock.now())
  const lateError = (): Error => noTurn(request, Math.round(ms), number - 1)
  try {
    await within({ ms, lateError, work: (signal) => limiter.acquire(signal), isMostlyPrompt: true })
  } catch (error) {
    throw markUnsent(error)
  }
}

const inTime = async (
  settings: AttemptSettings,
  request: Outgoing,
  { number, timeout, endsAt }: AttemptTime,
  within: Within,
): Promise<Incoming> => {
  const { clock, observe } = settings
  const event = { method: request.method, url: request.url.origin + request.url.pathname, attempt: number }
  observe.request(event)
  const sentAt = clock.now()
  const ms = Math.max(1, Math.min(timeout, endsAt - sentAt))
  const lateError = (): Error => noAnswer(request, Math.round(ms), number)
  const answer = await within({ ms, lateError, work: (signal) => exchange(settings, request, number, signal) })
  observe.response({ ...event, status: answer.response.status, ms: clock.now() - sentAt })
  return answer
}

const noTurn = (request: Outgoing, ms: number, attempts: number): TimeoutError =>
  new TimeoutError(`${nameOf(request)} had no turn within ${ms} ms`, ms, {
    attempts,
    hint: 'More requests wait for the limiter than it lets through in that time, or the API asked for a pause.',
  })

const noAnswer = (request: Outgoing, ms: number, attempts: number): TimeoutError =>
  new TimeoutError(`${nameOf(request)} had no answer within ${ms} ms`, ms, { attempts })

const exchange = async (
  settings: AttemptSettings,
  request: Outgoing,
  attempts: number,
  signal: AbortSignal,
): Promise<Incoming> => {
  const { method, headers, url, body = null } = request
  try {
    const given = { method, headers, body, signal: lasting(request, signal), redirect: 'manual' } as const
    const response = await settings.fetch(url.href, given)
    const text = response.ok && request.isFile ? undefined : await readBody(response, attempts)
    return { response, text, json: response.ok ? jsonOf(text) : undefined, attempts }
  } catch (error) {
    throw error instanceof ExportsError || signal.aborted ? error : toNetworkError(error, request, attempts)
  }
}

/** A file comes when the time for its answer is over; the caller can end it all the same. */
const lasting = ({ isFile, signal: caller }: Outgoing, signal: AbortSignal): AbortSignal =>
  isFile && caller ? AbortSignal.any([caller, signal]) : signal

const jsonOf = (text: string | undefined): Incoming['json'] => {
  if (text === undefined) return undefined
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** A GET may follow to the same origin; a POST would become a GET, and another origin must not get the key. */
const redirected = ({ method, url }: Outgoing, { status, headers }: Response): URL | undefined => {
  if (method !== 'GET' || !REDIRECTS.includes(status)) return undefined
  const location = headers.get('Location')
  const target = location !== null && URL.canParse(location, url) ? new URL(location, url) : undefined
  return target?.origin === url.origin && target.username === '' && target.password === '' ? target : undefined
}
