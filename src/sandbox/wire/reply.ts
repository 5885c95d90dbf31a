import { STATUS_CODES } from 'node:http'

export type Bytes = AsyncIterable<Uint8Array>

/** An answer, before it is a `Response` or bytes on a socket. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | Bytes | null
  /** Bytes of the body, where they are known. */
  readonly length?: number
  /** Gives the body again, where it is a stream. */
  readonly again?: () => Bytes
  /** Faults of the answer on the wire. */
  readonly wire?: Wire
}

/** What happens to an answer on the wire, instead of arriving. */
export interface Wire {
  /** Nothing at all is sent. */
  readonly silent?: boolean
  /** How the end of the body is marked. */
  readonly framing?: 'length' | 'chunked' | 'close'
  /** The `Content-Length` that is claimed. */
  readonly claimed?: number
  /** Number of bytes that are sent; a shorter body arrives complete. */
  readonly limit?: number
  /** What happens after `limit` bytes: a normal end, or a closed, reset or silent connection. */
  readonly ending: Ending
  /** Bytes a second. */
  readonly rate?: number
  /** Called once, when it really happens. */
  readonly fire: () => void
}

export type Ending = 'complete' | 'closed' | 'reset' | 'silence'

/** An answer with a text. */
export const textReply = (status: number, contentType: string, text: string): Reply => {
  const body = new TextEncoder().encode(text)
  return { status, headers: { 'Content-Type': contentType }, body, length: body.byteLength }
}

/** An answer without a body. */
export const emptyReply = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: null,
  length: 0,
})

/** The reason phrase of a status. */
export const statusText = (status: number): string => STATUS_CODES[status] ?? 'Unknown'

type Headers = Readonly<Record<string, string>>

/** Headers with some replaced, ignoring the case of their names. */
export const overlaid = (headers: Headers, over: Headers): Record<string, string> => {
  const names = new Set(Object.keys(over).map((name) => name.toLowerCase()))
  return {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()))),
    ...over,
  }
}

/** Any body as a stream. */
export async function* bytesOf(body: Uint8Array | Bytes | null): Bytes {
  if (body === null) return
  if (body instanceof Uint8Array) yield body
  else yield* body
}

/** The bytes from `start` up to `end` of a stream. */
export async function* between(bytes: Bytes, start: number, end: number): Bytes {
  let at = 0
  for await (const chunk of bytes) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    at += chunk.byteLength
    if (part.byteLength > 0) yield part
    if (at >= end) return
  }
}
