import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { facts } from '../../../generated/facts.js'
import { defaultVersion } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import type { Answer } from '../answer.js'
import { Refusal, refusalReply, refused } from '../refusal.js'
import type { SandboxClock } from '../sandbox-clock.js'
import type { Reply } from './reply.js'
import type { ApiRequest } from './request.js'
import { writeRaw, writeReply } from './write-reply.js'

export interface Listening {
  readonly url: string
  readonly close: () => Promise<void>
}

const unreadable = new Refusal(400, [
  { title: 'Bad request', detail: 'No URL can be made of its target and its Host.', code: '400', status: '400' },
])

const replyTo = async (message: IncomingMessage, answer: Answer, signal: AbortSignal): Promise<Reply> => {
  const request = await readRequest(message)
  if (typeof request === 'object') return answer(request, signal)
  return refusalReply(request === 400 ? unreadable : refused(request), undefined, facts[defaultVersion].mediaType)
}

const unusable = (port: number, cause: NodeJS.ErrnoException): ConfigurationError =>
  new ConfigurationError('invalid_option', `Port ${port} cannot be used: ${cause.code ?? cause.message}`, { cause })

/** Serves the API on this machine, and nowhere else. */
export const listen = async (answer: Answer, clock: SandboxClock, port: number): Promise<Listening> => {
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController()
    const done = clock.busy()
    response.on('close', () => {
      done()
      gone.abort()
    })
    try {
      const reply = await replyTo(message, answer, gone.signal)
      // A request that is delayed on purpose does not stop the clock.
      if (reply.wire) done()
      const { socket } = message
      if (reply.wire || reply.status < 200) await writeRaw(socket, reply, clock, gone.signal)
      else await writeReply(response, reply, clock, gone.signal)
    } catch (error) {
      if (!gone.signal.aborted) response.destroy(error as Error)
    }
  }
  const server = createServer((message, response) => void serve(message, response))
  server.on('connection', () => clock.sign())
  await new Promise<void>((resolve, reject) => {
    // Also later, so that a connection that cannot be accepted does not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => reject(unusable(port, error)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${taken}`, close }
}

/** Largest body that is accepted, 1 MiB. */
const LIMIT = 1024 * 1024

/** Largest body that is read to its end, 16 MiB, since a client that still sends might only see a reset. */
const DRAINED = 16 * LIMIT

const HOST = /^[\w.\-:[\]]+$/

const urlOf = ({ url = '', headers: { host = '' } }: IncomingMessage): URL | undefined => {
  const text = url.startsWith('/') ? `http://${host}${url}` : url
  return HOST.test(host) && URL.canParse(text) ? new URL(text) : undefined
}

const headersOf = ({ rawHeaders }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
  return headers
}

const bodyOf = async (message: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > DRAINED) break
    if (size <= LIMIT) chunks.push(chunk)
  }
  return size > LIMIT ? undefined : Buffer.concat(chunks).toString()
}

/** The request of a socket; a status when it is invalid. */
const readRequest = async (message: IncomingMessage): Promise<ApiRequest | 400 | 413> => {
  const url = urlOf(message)
  if (!url) return 400
  const body = await bodyOf(message)
  if (body === undefined) return 413
  return { method: message.method ?? '', url, headers: headersOf(message), body }
}
