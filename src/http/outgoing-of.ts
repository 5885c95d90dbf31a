import type { OperationFacts, RetryRule } from '../../generated/facts.js'
import type { Outgoing } from './outgoing.js'

export interface OutgoingSettings {
  /** The only origin that is ever given the credential. */
  readonly origin: string
  readonly credential: { readonly header: string; readonly value: string }
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
  { origin, credential, mediaType }: OutgoingSettings,
  { method, url: address, headers, body, signal }: Requested,
  rule: RetryRule,
): Outgoing => {
  const url = new URL(address)
  if (body !== undefined) headers.set('Content-Type', mediaType)
  if (url.origin === origin) headers.set(credential.header, credential.value)
  return { method, url, headers, body, signal, rule }
}

/** The rule of an operation by its method and path; what is not in the spec is repeated with the greatest care. */
export const createRuleOf = (
  operations: Readonly<Record<string, OperationFacts | undefined>>,
): ((method: string, url: string) => RetryRule) => {
  const known = Object.values(operations).flatMap((one) => {
    if (!one) return []
    const path = one.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
    return [{ method: one.method, path: new RegExp(`^${path}$`), retry: one.retry }]
  })
  return (method, url) => {
    const { pathname } = new URL(url)
    return known.find((one) => one.method === method && one.path.test(pathname))?.retry ?? 'unless-sent'
  }
}
