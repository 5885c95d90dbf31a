import { ExportsError } from '../errors/exports-error.js'
import type { Redact } from '../errors/foreign-error.js'
import { NetworkError } from '../errors/network-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { jsonOf, readBody } from './answer.js'
import { orAborted, withDeadline } from './deadline.js'
import { isUnsent, markUnsent, toNetworkError } from './network-error.js'
import { followRedirects, locationOf } from './redirect.js'
import { type Incoming, mediaTypeOf, nameOf, type Outgoing } from './request.js'
import { type Failure, type Outcome, retryAfterMs, type RetrySettings, withRetries } from './retry.js'
import type { Tokens } from './tokens.js'

/** How long and how often one call may try. */
export interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number
  /** Milliseconds for all attempts together, pauses included. */
  readonly totalTimeout: number
  readonly maxRetries: number
}

interface SendSettings extends RetrySettings, Patience {
  readonly fetch: typeof globalThis.fetch
  readonly redact: Redact
}

/** Sends a request, retries it when that is safe, and gives the last answer. */
export type Send = (request: Outgoing, patience?: Partial<Patience>) => Promise<Incoming>

/** The attempts of one call: when they must have ended on the clock, and how long each may take. */
interface Deadlines {
  readonly endsAt: number
  readonly timeout: number
  readonly totalTimeout: number
}

/** What lies beneath openapi-fetch: everything between one call and its attempts. */
export const createSend =
  (settings: SendSettings): Send =>
  (request, patience = {}) => {
    const {
      timeout = settings.timeout,
      totalTimeout = settings.totalTimeout,
      maxRetries = settings.maxRetries,
    } = patience
    const { clock } = settings
    const { method, url, signal, tokens } = request
    const deadlines = { endsAt: clock.now() + totalTimeout, timeout, totalTimeout }
    let token: string | undefined
    let isRenewed = false
    return withRetries(settings, {
      method,
      url,
      signal,
      maxRetries,
      maxPauseMs: totalTimeout,
      hasTimeFor: (delayMs) => clock.now() + delayMs < deadlines.endsAt,
      attempt: async (number) => {
        token = tokens && (await authorize(settings, request, tokens, deadlines))
        return attempt(settings, request, number, deadlines)
      },
      failureOf: (outcome) => {
        const isRefused = outcome.isAnswered && outcome.result.response.status === 401
        if (!isRefused || token === undefined || isRenewed) return failureOf(outcome, request, clock.now())
        // The token expired early, or was revoked: one new one is worth a try.
        isRenewed = true
        tokens?.refuse(token)
        return 'at once'
      },
    })
  }

/** Statuses after which another attempt can help. */
const TRANSIENT = [408, 429, 500, 502, 503, 504]
/** The one of them that says that the request was not carried out. */
const RATE_LIMITED = 429

/** Whether a success says that it is JSON but is not: it was cut on its way. */
const isCut = ({ response, text, json }: Incoming): boolean =>
  response.ok && !json && text !== undefined && text !== '' && mediaTypeOf(response).endsWith('json')

const failureOf = (outcome: Outcome<Incoming>, { rule }: Outgoing, now: number): Failure | undefined => {
  if (!outcome.isAnswered) {
    const { error } = outcome
    const isSafe = rule === 'always'
    // What failed before it was sent has used its own retries or its time.
    const isRetryable =
      !isUnsent(error) &&
      (error instanceof NetworkError ? isSafe || !error.maybeSent : isSafe && error instanceof TimeoutError)
    const reason = error instanceof TimeoutError ? 'timeout' : ((error as { code?: string }).code ?? 'error')
    return { reason, isRetryable, isRateLimited: false, retryAfterMs: undefined }
  }
  const { response } = outcome.result
  const { status, headers } = response
  const wasCut = isCut(outcome.result)
  if (response.ok && !wasCut) return undefined
  return {
    reason: String(status),
    isRetryable: rule === 'always' ? wasCut || TRANSIENT.includes(status) : status === RATE_LIMITED,
    isRateLimited: status === RATE_LIMITED,
    retryAfterMs: retryAfterMs(headers.get('Retry-After'), now),
  }
}

const attempt = async (
  settings: SendSettings,
  request: Outgoing,
  number: number,
  deadlines: Deadlines,
): Promise<Incoming> => {
  const { answer } = await followRedirects(
    request.url,
    (url) => exchangeInTime(settings, { ...request, url }, number, deadlines),
    ({ response }, from) => sameOriginTarget(request, response, from),
  )
  request.signal?.throwIfAborted()
  return answer
}

/** Gives a request its token. Without one nothing is sent. */
const authorize = async (
  { clock }: SendSettings,
  request: Outgoing,
  tokens: Tokens,
  { endsAt }: Deadlines,
): Promise<string> => {
  const left = Math.max(1, endsAt - clock.now())
  try {
    const ms = Math.round(left)
    const lateError = (): Error => new TimeoutError(`Waited more than ${ms} ms for a token for ${nameOf(request)}`, ms)
    const token = await withDeadline(clock, left, request.signal, lateError, tokens.get)
    request.headers.set('Authorization', token)
    return token
  } catch (error) {
    throw markUnsent(error)
  }
}

/** Follows a GET within its origin: a POST would become a GET, and another origin must not get the key. */
const sameOriginTarget = ({ method }: Outgoing, response: Response, from: URL): URL | undefined => {
  const location = method === 'GET' ? locationOf(response) : undefined
  const target = location !== undefined && URL.canParse(location, from) ? new URL(location, from) : undefined
  return target?.origin === from.origin && target.username === '' && target.password === '' ? target : undefined
}

/** Takes a slot of the rate limiter, then sends and reads the answer within its time. */
const exchangeInTime = async (
  settings: SendSettings,
  request: Outgoing,
  number: number,
  { endsAt, timeout, totalTimeout }: Deadlines,
): Promise<Incoming> => {
  const { clock, limiter, observe } = settings
  request.signal?.throwIfAborted()
  const hasSlot = clock.now() < endsAt && limiter.tryAcquire?.()
  if (!hasSlot) await waitForSlot(settings, request, number, endsAt)
  const { method, url } = request
  observe.request({ method, url, attempt: number })
  const sentAt = clock.now()
  const ms = Math.max(1, Math.min(timeout, endsAt - sentAt))
  const lateError = (): Error => {
    const isOver = clock.now() >= endsAt
    const limit = isOver ? totalTimeout : Math.round(ms)
    const message = `${nameOf(request)} had no answer within ${limit} ms${isOver ? ' in total' : ''}`
    return new TimeoutError(message, limit, { attempts: number })
  }
  const answer = await withDeadline(clock, ms, request.signal, lateError, (signal) =>
    exchange(settings, request, number, signal),
  )
  observe.response({ method, url, attempt: number, status: answer.response.status, ms: clock.now() - sentAt })
  return answer
}

/** Waits for the rate limiter, no longer than the call has left; a request that waited too long is not sent. */
const waitForSlot = async (
  { clock, limiter }: SendSettings,
  request: Outgoing,
  number: number,
  endsAt: number,
): Promise<void> => {
  const ms = Math.max(1, endsAt - clock.now())
  const lateError = (): Error =>
    new TimeoutError(`${nameOf(request)} waited more than ${Math.round(ms)} ms for the rate limiter`, Math.round(ms), {
      attempts: number - 1,
      hint: 'Raise totalTimeout, or send fewer requests at once with this key.',
    })
  try {
    await withDeadline(clock, ms, request.signal, lateError, (signal) => orAborted(limiter.acquire(signal), signal))
  } catch (error) {
    throw markUnsent(error)
  }
}

const exchange = async (
  settings: SendSettings,
  request: Outgoing,
  attempts: number,
  signal: AbortSignal,
): Promise<Incoming> => {
  const { method, headers, url, body = null } = request
  try {
    const init = { method, headers, body, signal: lasting(request, signal), redirect: 'manual' } as const
    const response = await settings.fetch(url.href, init)
    const text = response.ok && request.isFile ? undefined : await readBody(response, attempts)
    return { response, text, json: response.ok && text !== undefined ? jsonOf(text) : undefined, attempts }
  } catch (error) {
    throw error instanceof ExportsError || signal.aborted
      ? error
      : toNetworkError(error, request, attempts, settings.redact)
  }
}

/** A file may take longer than its answer; the caller can still abort it. */
const lasting = ({ isFile, signal: caller }: Outgoing, signal: AbortSignal): AbortSignal =>
  isFile && caller ? AbortSignal.any([caller, signal]) : signal
