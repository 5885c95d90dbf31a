import { FILE_QUIET, type SandboxClock } from '../sandbox-clock.js'
import { bytesOf } from './bytes.js'
import type { Ending, Reply } from './reply.js'

/** Ten pieces a second, or one byte at a time. */
async function* paced(
  bytes: Uint8Array,
  rate: number | undefined,
  pause: (ms: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  if (rate === undefined) {
    yield bytes
    return
  }
  const size = Math.max(1, Math.floor(rate / 10))
  for (let at = 0; at < bytes.byteLength; at += size) {
    const piece = bytes.subarray(at, at + size)
    await pause((piece.byteLength / rate) * 1000)
    yield piece
  }
}

/** The bytes of a body that are really sent; what it returns is how they end. */
export async function* transmit(
  { body, wire }: Reply,
  clock: SandboxClock,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, Ending> {
  const { limit, ending = 'complete', rate, fire = () => undefined } = wire ?? {}
  if (rate !== undefined) fire()
  const isFile = body !== null && !(body instanceof Uint8Array)
  const hold = (): (() => void) => (isFile ? clock.busy(FILE_QUIET) : () => undefined)
  let release = hold()
  const pause = async (ms: number): Promise<void> => {
    release()
    await clock.sleep(ms, signal)
    release = hold()
  }
  let sent = 0
  try {
    for await (const chunk of bytesOf(body)) {
      const part = chunk.subarray(0, limit === undefined ? undefined : limit - sent)
      if (part.byteLength > 0) yield* paced(part, rate, pause)
      sent += part.byteLength
      if (part.byteLength < chunk.byteLength) break
    }
  } finally {
    release()
  }
  if (limit === undefined || sent < limit) return 'complete'
  fire()
  return ending
}
