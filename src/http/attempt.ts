import { ExportsError } from '../errors/exports-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import type { Clock } from './clock.js'
import { type Within, withDeadlines } from './deadline.js'
import type { Limiter } from './limiter.js'
import { toNetworkError } from './network-error.js'
import type { Observe } from './observe.js'
import { type Incoming, nameOf, type Outgoing } from './outgoing.js'
import { readBody } from './read-body.js'
import { MAX_REDIRECTS, REDIRECTS } from './redirects.js'
import { markUnsent } from './unsent.js'

export interface AttemptSettings {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly limiter: Limiter
  readonly observe: Observe
}

/** Which attempt it is, and the milliseconds it may take once it has its turn. */
export interface AttemptTime {
  readonly number: number
  readonly timeout: number
  /** When all attempts must have ended, on the clock. */
  readonly endsAt: number
}

/** One attempt: waits for its turn, then sends within its time, the answer's body included. */
export const attempt = async (settings: AttemptSettings, request: Outgoing, time: AttemptTime): Promise<Incoming> => {
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
