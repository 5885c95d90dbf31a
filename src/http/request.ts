import type { OperationFacts, RetryRule } from '../../generated/facts.js'
import type { Tokens } from './tokens.js'

/** A request before it is sent; every attempt is made of it. */
export interface Outgoing {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string | undefined
  /** The caller's. */
  readonly signal: AbortSignal | undefined
  readonly rule: RetryRule
  /** Whether a success is a file: left to be streamed, whatever it says it is. */
  readonly isFile: boolean
  /** Where its token comes from, when it is to carry one. */
  readonly tokens?: Tokens | undefined
}

/** An answer with its body read; a file's body is left to be streamed. */
export interface Incoming {
  readonly response: Response
  readonly text: string | undefined
  /** What the body of a success says, where it is JSON. */
  readonly json: { readonly value: unknown } | undefined
  /** How often the request was sent. */
  readonly attempts: number
}

/** How people are told of a request: without its query. */
export const nameOf = ({ method, url }: Pick<Outgoing, 'method' | 'url'>): string =>
  `${method} ${url.origin}${url.pathname}`

/** The media type of an answer, without parameters; empty where it says none. */
export const mediaTypeOf = ({ headers }: Response): string =>
  headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304]

/** The answer as one whose body can be read again. */
export const asResponse = ({ response, text }: Incoming): Response => {
  const { status, statusText, headers } = response
  if (text === undefined || status < 200) return response
  return new Response(BODILESS.includes(status) ? null : text, { status, statusText, headers })
}

export interface OutgoingSettings {
  /** The only origin that is ever given the key or a token. */
  readonly origin: string
  readonly key: { readonly header: string; readonly value: string }
  /** Where tokens come from, where the version has them. */
  readonly tokens: Tokens | undefined
  readonly mediaType: string
}

/** What is needed of a request to send it. */
interface Requested {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: string | undefined
  readonly signal: AbortSignal | undefined
}

/** Adds to a request what openapi-fetch is not to know or cannot say: the credential and the media type. */
export const outgoingOf = (
  { origin, key, tokens, mediaType }: OutgoingSettings,
  { method, url: address, headers, body, signal }: Requested,
  { retry: rule, credential, isFile = false }: KnownRequest,
): Outgoing => {
  const url = new URL(address)
  if (body !== undefined) headers.set('Content-Type', mediaType)
  const isOwn = url.origin === origin
  if (isOwn && credential === 'key') headers.set(key.header, key.value)
  return { method, url, headers, body, signal, rule, isFile, ...(isOwn && credential === 'token' && { tokens }) }
}

/** What is known of a request by its method and path. */
interface KnownRequest {
  readonly retry: RetryRule
  readonly credential: OperationFacts['credential']
  /** Whether its answer is a file. */
  readonly isFile?: boolean
}

/** Looks a request up in the spec; what is not there is repeated with the greatest care. */
export const createLookup = (
  operations: Readonly<Record<string, OperationFacts | undefined>>,
  mediaType: string,
): ((method: string, url: string) => KnownRequest) => {
  const known = Object.values(operations).flatMap((one) => {
    if (!one) return []
    const path = one.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
    const isFile = !one.mediaTypes.includes(mediaType)
    const { method, retry, credential } = one
    return [{ method, path: new RegExp(`^${path}$`), retry, credential, isFile, length: path.length }]
  })
  // The file's path also fits the path of one export; the longer pattern is the closer one.
  known.sort((a, b) => b.length - a.length)
  const credential = known.some((one) => one.credential === 'token') ? 'token' : 'key'
  return (method, url) => {
    const { pathname } = new URL(url)
    return known.find((one) => one.method === method && one.path.test(pathname)) ?? { retry: 'unless-sent', credential }
  }
}

/** Statuses that send a GET elsewhere. */
export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** How many are followed in a row, of an answer as of a file. */
export const MAX_REDIRECTS = 3
