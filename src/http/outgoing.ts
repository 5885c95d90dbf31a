import type { RetryRule } from '../../generated/facts.js'
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
