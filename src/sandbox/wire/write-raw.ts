import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxClock } from '../sandbox-clock.js'
import { overlaid } from './headers.js'
import { type Reply, statusText } from './reply.js'
import { transmit } from './transmit.js'

/**
 * Real milliseconds between the last byte and a reset. A reader who gets both at once may see an
 * ordinary end; measured on Linux, at 0 ms always, at 1 ms sometimes.
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

/** Writes an answer that goes wrong, byte by byte, past `node:http`. The connection is not used again. */
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
