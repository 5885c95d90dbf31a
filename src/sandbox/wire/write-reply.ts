import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { FILE_QUIET, type SandboxClock } from '../sandbox-clock.js'
import { bytesOf, type Ending, overlaid, type Reply, statusText } from './reply.js'

/** Writes an answer without faults, at the pace of its reader. */
export const writeReply = async (
  response: ServerResponse,
  reply: Reply,
  clock: SandboxClock,
  signal: AbortSignal,
): Promise<void> => {
  const { status, headers, length } = reply
  response.sendDate = false
  response.writeHead(status, overlaid(length === undefined ? {} : { 'Content-Length': String(length) }, headers))
  for await (const piece of transmit(reply, clock, signal)) {
    if (!response.write(piece)) await once(response, 'drain', { signal })
  }
  response.end()
}

/**
 * Real milliseconds between the last byte and a reset. A reader that gets both at once may see a normal end: on Linux
 * always at 0 ms, sometimes at 1 ms.
 */
const BEFORE_RESET = 20

const write = (socket: Socket, bytes: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))

const headOf = ({ status, headers, length, wire }: Reply): string => {
  const framing = wire?.framing ?? (length === undefined ? 'chunked' : 'length')
  const claimed = wire?.claimed ?? length
  const own = {
    Connection: 'close',
    ...(framing === 'chunked' && { 'Transfer-Encoding': 'chunked' }),
    ...(framing === 'length' && claimed !== undefined && { 'Content-Length': String(claimed) }),
  }
  const lines = Object.entries(overlaid(own, headers)).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${statusText(status)}\r\n${lines.join('')}\r\n`
}

/** Writes an answer with faults to the socket itself, past `node:http`. The connection is not used again. */
export const writeRaw = async (
  socket: Socket,
  reply: Reply,
  clock: SandboxClock,
  signal: AbortSignal,
): Promise<void> => {
  const { wire, length } = reply
  if (wire?.silent) {
    wire.fire()
    socket.resetAndDestroy()
    return
  }
  const isChunked = (wire?.framing ?? (length === undefined ? 'chunked' : 'length')) === 'chunked'
  await write(socket, headOf(reply))
  const pieces = transmit(reply, clock, signal)
  let next = await pieces.next()
  for (; !next.done; next = await pieces.next()) {
    const piece = next.value
    if (isChunked) await write(socket, `${piece.byteLength.toString(16)}\r\n`)
    await write(socket, piece)
    if (isChunked) await write(socket, '\r\n')
  }
  if (next.value === 'silence') return
  if (next.value === 'reset') {
    await delay(BEFORE_RESET)
    socket.resetAndDestroy()
    return
  }
  if (next.value === 'complete' && isChunked) await write(socket, '0\r\n\r\n')
  socket.end()
}

/** Sends ten pieces a second, or one byte at a time. */
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

/** The bytes of a body that are really sent; returns how they end. */
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
