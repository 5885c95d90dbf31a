import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Bytes, bytesOf, type Reply, textReply } from '../wire/reply.js'
import type { Corruption } from './fault.js'

const GARBAGE = new TextEncoder().encode('\nThis is not part of the file.\n')
const ZEROS = new Uint8Array(512)
const PAGE = '<!doctype html><title>Sign in</title><p>Please sign in to use this network.</p>\n'

/** Flips bits of one byte. */
async function* flipped(bytes: Bytes, position: number, mask: number): Bytes {
  let at = 0
  for await (const chunk of bytes) {
    const index = position - at
    at += chunk.byteLength
    if (index < 0 || index >= chunk.byteLength) {
      yield chunk
      continue
    }
    const copy = Uint8Array.from(chunk)
    copy[index] = (copy[index] ?? 0) ^ mask
    yield copy
  }
}

async function* joined(...parts: (Uint8Array | Bytes)[]): Bytes {
  for (const part of parts) yield* bytesOf(part)
}

async function* inflated(bytes: Bytes): Bytes {
  const gunzip = Readable.from(bytes, { objectMode: false }).pipe(createGunzip())
  for await (const chunk of gunzip) yield chunk as Uint8Array
}

/** An answer whose body is damaged. */
export const corrupted = (reply: Reply, corruption: Corruption): Reply => {
  const length = reply.length ?? 0
  const body = bytesOf(reply.body)
  const flip = (position: number, mask: number): Reply => ({ ...reply, body: flipped(body, position, mask) })
  if (typeof corruption === 'object') return flip(corruption.flip >> 3, 1 << (corruption.flip & 7))
  switch (corruption) {
    case 'crc':
      return flip(length - 8, 1)
    case 'isize':
      return flip(length - 4, 1)
    case 'magic':
      return flip(0, 0xff)
    case 'garbage':
      return { ...reply, body: joined(body, GARBAGE), length: length + GARBAGE.byteLength }
    case 'zeros':
      return { ...reply, body: joined(body, ZEROS), length: length + ZEROS.byteLength }
    case 'second-member':
      return { ...reply, body: joined(body, reply.again?.() ?? bytesOf(reply.body)), length: length * 2 }
    case 'html': {
      const page = textReply(reply.status, 'text/html; charset=utf-8', PAGE)
      return { ...page, headers: { ...reply.headers, ...page.headers } }
    }
    case 'plain':
      return { status: reply.status, headers: reply.headers, body: inflated(body) }
  }
}
