import { facts } from '../../generated/facts.js'
import { tokenFacts } from '../../generated/token-facts.js'
import type { Token, TokenRequest } from '../../generated/token.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { jsonOf, readDocument } from '../http/answer.js'
import { shapeFault } from '../http/check-shape.js'
import type { Redact } from '../errors/foreign-error.js'
import type { Send } from '../http/send.js'
import { toApiError } from '../http/to-api-error.js'
import type { MintedToken } from '../http/tokens.js'
import type { Settings } from './settings.js'

const isToken = (value: unknown): value is Token => shapeFault(value, tokenFacts.answer) === undefined

/** Characters that a header can carry. */
const PRINTABLE = /^[\x21-\x7e]+$/

/** A malformed answer may still contain a token, so long words are masked. */
const maskingLong =
  (redact: Redact): Redact =>
  (text) =>
    redact(text).replace(/[\w.~+/=-]{16,}/g, '***')

/**
 * Makes tokens from the API key. The key goes to the token service only; a redirect is not followed.
 *
 * Making a token is safe to retry. It needs no slot of the rate limiter, which counts requests to the API.
 */
export const createMint = (
  { apiVersion, apiKey, authOrigin, clock, redact, learn }: Settings<ApiVersion>,
  send: Send,
): ((signal: AbortSignal) => Promise<MintedToken>) => {
  const { token, requestIdHeader } = facts[apiVersion]
  const { method, path, retry: rule, mediaType, keyHeader, tokenType } = tokenFacts
  const url = new URL(path, authOrigin)
  const request = { aud: token?.audience, scope: token?.scope, api_version: apiVersion } as TokenRequest
  const body = JSON.stringify(request)
  return async (signal) => {
    const headers = new Headers({ Accept: mediaType, 'Content-Type': mediaType, [keyHeader]: apiKey })
    const incoming = await send({ method, url, headers, body, signal, rule, isFile: false })
    const { response, text = '', attempts } = incoming
    const { status } = response
    if (!response.ok) {
      const refusal = { method, url: url.href, response, attempts, requestIdHeader, now: clock.now(), redact }
      throw toApiError({ ...refusal, body: oauthErrors(text, status) })
    }
    const what = `${method} ${url.href}`
    const expected = { success: tokenFacts.success, mediaTypes: [mediaType] }
    const answer = readDocument(incoming, expected, { method, url }, maskingLong(redact))
    if (!isToken(answer) || !PRINTABLE.test(answer.access_token)) {
      const fault =
        shapeFault(answer, tokenFacts.answer) ?? '/access_token contains characters that are not allowed in a header'
      throw new ProtocolError('unexpected_shape', `${what}: ${maskingLong(redact)(fault)}`, { status, attempts })
    }
    learn(answer.access_token)
    return { value: `${tokenType} ${answer.access_token}`, lifetime: answer.expires_in * 1000 }
  }
}

/** Turns an OAuth error into a JSON:API one; undefined when it is not an OAuth error. */
const oauthErrors = (text: string, status: number): unknown => {
  const { error, error_description: detail } = (jsonOf(text)?.value ?? {}) as {
    error?: unknown
    error_description?: unknown
  }
  if (typeof error !== 'string') return undefined
  return {
    errors: [
      { title: error, detail: typeof detail === 'string' ? detail : error, code: error, status: String(status) },
    ],
  }
}
