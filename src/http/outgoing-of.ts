import type { OperationFacts, RetryRule } from '../../generated/facts.js'
import type { Outgoing } from './outgoing.js'
import type { Tokens } from './tokens.js'

export interface OutgoingSettings {
  /** The only origin that is ever given the key or a token. */
  readonly origin: string
  readonly key: { readonly header: string; readonly value: string }
  /** Where tokens come from, where the version has them. */
  readonly tokens: Tokens | undefined
  readonly mediaType: string
}

/** What is needed of a request to send it. */
export interface Requested {
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
export interface KnownRequest {
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
