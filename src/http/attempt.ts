import { ExportsError } from '../errors/exports-error.js'
import type { Clock } from './clock.js'
import { withDeadline } from './deadline.js'
import type { Limiter } from './limiter.js'
import { toNetworkError } from './network-error.js'
import type { Observe } from './observe.js'
import { readBody } from './read-body.js'

export interface AttemptSettings {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly limiter: Limiter
  readonly observe: Observe
  /** The only origin that is ever given the credential. */
  readonly origin: string
  readonly credential: { readonly header: string; readonly value: string }
  readonly mediaType: string
  /** Media types of files, which are streamed and not read here. */
  readonly fileTypes: readonly string[]
}

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304]
const REDIRECTS = [301, 302, 303, 307, 308]
const MAX_REDIRECTS = 3

/** One attempt: waits for its turn, then sends within `timeout`, the answer's body included. */
export const attempt = async (
  settings: AttemptSettings,
  request: Request,
  signal: AbortSignal,
  { number, timeout }: { readonly number: number; readonly timeout: number },
): Promise<Response> => {
  const { clock, limiter, observe } = settings
  let hop = request
  for (let followed = 0; ; followed += 1) {
    await limiter.acquire(signal)
    const { origin, pathname } = new URL(hop.url)
    const event = { method: hop.method, url: origin + pathname, attempt: number }
    observe.request(event)
    const sentAt = clock.now()
    const response = await withDeadline(clock, timeout, signal, `${event.method} ${event.url}`, (within) =>
      exchange(settings, hop, within),
    )
    observe.response({ ...event, status: response.status, ms: clock.now() - sentAt })
    const next = followed < MAX_REDIRECTS ? redirected(hop, response) : undefined
    if (!next) return response
    hop = next
  }
}

const exchange = async (settings: AttemptSettings, request: Request, signal: AbortSignal): Promise<Response> => {
  try {
    const response = await settings.fetch(new Request(request, { headers: headersFor(request, settings), signal }))
    return isFile(response, settings.fileTypes) ? response : await buffered(response)
  } catch (error) {
    throw error instanceof ExportsError || signal.aborted ? error : toNetworkError(error, request)
  }
}

/** A GET may follow to the same origin; a POST would become a GET, and another origin must not get the key. */
const redirected = (request: Request, { status, headers }: Response): Request | undefined => {
  const location = headers.get('Location')
  if (request.method !== 'GET' || !REDIRECTS.includes(status) || location === null) return undefined
  const target = URL.canParse(location, request.url) ? new URL(location, request.url) : undefined
  if (target?.origin !== new URL(request.url).origin || target.username !== '' || target.password !== '')
    return undefined
  return new Request(target, request)
}

const headersFor = (request: Request, { origin, credential, mediaType }: AttemptSettings): Headers => {
  const headers = new Headers(request.headers)
  if (request.body !== null) headers.set('Content-Type', mediaType)
  if (new URL(request.url).origin === origin) headers.set(credential.header, credential.value)
  return headers
}

const isFile = (response: Response, fileTypes: readonly string[]): boolean => {
  const type = response.headers.get('Content-Type')?.split(';', 1)[0]?.trim()
  return response.ok && type !== undefined && fileTypes.includes(type)
}

const buffered = async (response: Response): Promise<Response> => {
  const { status, statusText, headers } = response
  if (status < 200 || BODILESS.includes(status)) return response
  return new Response(await readBody(response), { status, statusText, headers })
}
