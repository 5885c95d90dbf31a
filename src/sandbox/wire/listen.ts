import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer } from '../answer.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { facts } from '../../../generated/facts.js'
import { defaultVersion } from '../../../generated/versions.js'
import { Refusal, refusalReply, refused } from '../refusal.js'
import type { SandboxClock } from '../sandbox-clock.js'
import { readRequest } from './read-request.js'
import type { Reply } from './reply.js'
import { writeRaw } from './write-raw.js'
import { writeReply } from './write-reply.js'

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
      // Who is kept waiting on purpose does not keep time from passing.
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
    server.once('error', (error: NodeJS.ErrnoException) => reject(unusable(port, error)))
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
