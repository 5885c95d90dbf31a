import { CallbackVerificationError } from '../errors/callback-verification-error.js'
import { type Clock, startTimer } from '../http/clock.js'

/** A request as frameworks without a web `Request` have it. */
export interface PlainCallbackRequest {
  readonly method: string
  /** Path and query, or a whole URL. Only its query is read, and only for GET. */
  readonly url: string
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The raw body, or the names and values that a framework has parsed from it. */
  readonly body?: string | Uint8Array | Readonly<Record<string, unknown>> | null | undefined
}

/** A request that can be verified. The body of a web `Request` is consumed. */
export type CallbackRequest = Request | PlainCallbackRequest

/** Checks for methods, since there may be more than one class `Request`. */
const isWebRequest = (request: CallbackRequest): request is Request =>
  'arrayBuffer' in request && typeof request.arrayBuffer === 'function'

/** The values of a header. */
export const headerOf = ({ headers }: CallbackRequest, name: string): readonly string[] => {
  if (typeof headers.get === 'function') {
    const value = (headers as Headers).get(name)
    return value === null ? [] : [value]
  }
  return Object.entries(headers as Record<string, string | string[] | undefined>).flatMap(([one, value]) =>
    one.toLowerCase() !== name.toLowerCase() || value === undefined
      ? []
      : // A list is what a header becomes that was sent more than once.
        Array.isArray(value)
        ? [...value, '']
        : [value],
  )
}

/** The raw query of a URL or path. */
export const rawQueryOf = (url: string): string => /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? ''

/** Largest body or query that is read, 64 KiB. */
export const LIMIT: number = 64 * 1024

/** How long a body may take. */
export interface Patience {
  readonly clock: Clock
  /** In milliseconds. */
  readonly bodyTimeout: number
}

export const tooLarge = (): CallbackVerificationError =>
  new CallbackVerificationError('too_large', `More than ${LIMIT / 1024} KiB`)

const unreadable = (why: string): CallbackVerificationError => new CallbackVerificationError('unreadable', why)

const chunksOf = async (body: ReadableStream<Uint8Array>, patience: Patience | undefined): Promise<Uint8Array[]> => {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  const late = new AbortController()
  const giveUp = (): void => {
    late.abort()
    reader.cancel().catch(() => undefined)
  }
  const stop = patience ? startTimer(patience.clock, patience.bodyTimeout, giveUp) : undefined
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength
      if (size > LIMIT) throw tooLarge()
      chunks.push(next.value)
    }
  } catch (error) {
    reader.cancel().catch(() => undefined)
    throw error instanceof CallbackVerificationError ? error : unreadable('The body was cut off')
  } finally {
    stop?.()
  }
  if (late.signal.aborted) throw new CallbackVerificationError('timeout', 'The body took too long')
  return chunks
}

const decoded = (chunks: readonly Uint8Array[]): string => {
  const decoder = new TextDecoder()
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
}

/**
 * The body of a request as text, or as a framework has parsed it.
 *
 * @throws {CallbackVerificationError} when it is larger than 64 KiB, takes too long or cannot be read.
 */
export const readBody = async (
  request: CallbackRequest,
  patience: Patience | undefined,
): Promise<string | Readonly<Record<string, unknown>>> => {
  if (Number(headerOf(request, 'Content-Length')[0]) > LIMIT) throw tooLarge()
  if (isWebRequest(request)) {
    if (request.bodyUsed) throw unreadable('The body was already read')
    return request.body === null ? '' : decoded(await chunksOf(request.body, patience))
  }
  const body = request.body ?? ''
  if (body instanceof Uint8Array) {
    if (body.byteLength > LIMIT) throw tooLarge()
    return decoded([body])
  }
  if (typeof body === 'string' && body.length > LIMIT) throw tooLarge()
  if (typeof body !== 'string' && typeof body !== 'object') throw unreadable('The body is neither text nor parameters')
  return body
}
