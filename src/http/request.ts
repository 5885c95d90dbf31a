import type { OperationFacts, RetryRule } from '../../generated/facts.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { addressOf } from './observe.js'
import type { Tokens } from './tokens.js'

/** A request before it is sent; every attempt is made of it. */
export interface Outgoing {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string | undefined
  /** The caller's. */
  readonly signal: AbortSignal | undefined
  /** When the request may be retried. */
  readonly rule: RetryRule
  /** Whether a success is a file, which is streamed rather than read. */
  readonly isFile: boolean
  /** Where its bearer token comes from, when it carries one. */
  readonly tokens?: Tokens | undefined
}

/** An answer with its body read; the body of a file is left to be streamed. */
export interface Incoming {
  readonly response: Response
  readonly text: string | undefined
  /** The parsed body of a success; undefined when it is not JSON. */
  readonly json: { readonly value: unknown } | undefined
  /** How often the request was sent. */
  readonly attempts: number
}

/** A request as messages name it. */
export const nameOf = ({ method, url }: Pick<Outgoing, 'method' | 'url'>): string => `${method} ${addressOf(url)}`

/** The media type of an answer, without parameters; empty when it has none. */
export const mediaTypeOf = ({ headers }: Response): string =>
  headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** The answer, whose `text()` and `json()` give what was read of it already. */
export const asReadResponse = ({ response, text = '', json }: Incoming): Response =>
  Object.assign(response, {
    text: () => Promise.resolve(text),
    json: () => Promise.resolve(json?.value),
  })

/** Firewalls answer 999; HTTP ends here. */
export const LARGEST_STATUS = 599

export const unexpectedStatus = (request: string, status: number, attempts: number | undefined): ProtocolError =>
  new ProtocolError('unexpected_status', `${request} was answered ${status}`, { status, attempts })

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304]

/**
 * A copy of the answer, whose body can be read in any way.
 *
 * @throws {ProtocolError} `unexpected_status`, for a status of 600 or more, which no `Response` can have.
 */
export const asResponse = ({ response, text, attempts }: Incoming, sent: Outgoing): Response => {
  const { status, statusText, headers } = response
  if (status > LARGEST_STATUS) throw unexpectedStatus(nameOf(sent), status, attempts)
  if (text === undefined || status < 200) return response
  return new Response(BODILESS.includes(status) ? null : text, { status, statusText, headers })
}

export interface OutgoingSettings {
  /** The only origin that ever gets the key or a token. */
  readonly origin: string
  readonly key: { readonly header: string; readonly value: string }
  /** Where tokens come from, in versions that take them. */
  readonly tokens: Tokens | undefined
  readonly mediaType: string
}

/** What the spec says about a request. */
export interface KnownRequest {
  readonly retry: RetryRule
  readonly credential: OperationFacts['credential']
  /** Whether its answer is a file. */
  readonly isFile?: boolean
}

/**
 * Turns the `Request` of openapi-fetch into what is sent. The credential is added here, at the last moment and only for
 * the API's own origin.
 *
 * @param headers - Those of the request; a copy, when somebody else can see the request afterwards.
 */
export const outgoingOf = (
  { origin, key, tokens, mediaType }: OutgoingSettings,
  request: Request,
  { retry: rule, credential, isFile = false }: KnownRequest,
  signal: AbortSignal | undefined,
  headers: Headers,
  body: string | undefined,
): Outgoing => {
  const url = new URL(request.url)
  if (body !== undefined) headers.set('Content-Type', mediaType)
  const isOwn = url.origin === origin
  if (isOwn && credential === 'key') headers.set(key.header, key.value)
  const { method } = request
  return { method, url, headers, body, signal, rule, isFile, ...(isOwn && credential === 'token' && { tokens }) }
}

/** The body of a request as text. */
export const bodyOf = async (request: Request): Promise<string | undefined> =>
  request.body === null ? undefined : request.text()

/** Finds what the spec says about a request. One that is not in the spec is retried with the greatest care. */
export const createLookup = (
  operations: Readonly<Record<string, OperationFacts | undefined>>,
  mediaType: string,
): ((request: Request) => KnownRequest) => {
  const known = Object.values(operations).flatMap((one) => {
    if (!one) return []
    const path = one.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
    const isFile = !one.mediaTypes.includes(mediaType)
    const { method, retry, credential } = one
    return [{ method, path: new RegExp(`^${path}$`), retry, credential, isFile, length: path.length }]
  })
  // The path of the file also matches the pattern of one export; the longer pattern is the right one.
  known.sort((a, b) => b.length - a.length)
  const credential = known.some((one) => one.credential === 'token') ? 'token' : 'key'
  return ({ method, url }) => {
    const { pathname } = new URL(url)
    return known.find((one) => one.method === method && one.path.test(pathname)) ?? { retry: 'unless-sent', credential }
  }
}
