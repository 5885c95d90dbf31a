import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { SandboxClock } from '../sandbox-clock.js'
import { overlaid } from './headers.js'
import type { Reply } from './reply.js'
import { transmit } from './transmit.js'

/** Writes an answer that arrives, at the pace of its reader. */
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
