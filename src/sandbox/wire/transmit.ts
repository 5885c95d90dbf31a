import type { Clock } from '../../http/clock.js'
import { bytesOf } from './bytes.js'
import type { Ending, Reply } from './reply.js'

/** Ten pieces a second, or one byte at a time. */
async function* paced(
  bytes: Uint8Array,
  rate: number | undefined,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (rate === undefined) {
    yield bytes
    return
  }
  const size = Math.max(1, Math.floor(rate / 10))
  for (let at = 0; at < bytes.byteLength; at += size) {
    const piece = bytes.subarray(at, at + size)
    await clock.sleep((piece.byteLength / rate) * 1000, signal)
    yield piece
  }
}

/** The bytes of a body that are really sent; what it returns is how they end. */
export async function* transmit(
  { body, wire }: Reply,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, Ending> {
  const { limit, ending = 'complete', rate, fire = () => undefined } = wire ?? {}
  if (rate !== undefined) fire()
  let sent = 0
  for await (const chunk of bytesOf(body)) {
    const part = chunk.subarray(0, limit === undefined ? undefined : limit - sent)
    if (part.byteLength > 0) yield* paced(part, rate, clock, signal)
    sent += part.byteLength
    if (part.byteLength < chunk.byteLength) break
  }
  if (limit === undefined || sent < limit) return 'complete'
  fire()
  return ending
}
