import type { Bytes } from './reply.js'

/** A body as a stream, whatever it was. */
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
