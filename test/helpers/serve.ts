import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer, type Server as NetServer, type Socket } from 'node:net'
import { pipeline, Readable } from 'node:stream'

export interface Running extends AsyncDisposable {
  readonly origin: string
  readonly requests: Seen[]
  /** How many connections have been closed. */
  readonly closed: () => number
}

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** A stream is sent without a length. */
  readonly body?: string | Buffer | Readable
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string
  return text
}

/** Counts the connections of a server that have been closed. */
const countClosed = (server: NetServer): (() => number) => {
  let closed = 0
  server.on('connection', (socket: Socket) => socket.once('close', () => (closed += 1)))
  return () => closed
}

const listening = async (server: NetServer): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An HTTP server that answers as told and remembers what it was asked. */
export const serve = async (answer: (seen: Seen, count: number) => Reply | Promise<Reply>): Promise<Running> => {
  const requests: Seen[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request
      const seen = { method, path: url, headers, body: await bodyOf(request) }
      requests.push(seen)
      const { status = 200, headers: extra = {}, body = '' } = await answer(seen, requests.length)
      if (body instanceof Readable) pipeline(body, response.writeHead(status, extra), () => undefined)
      else response.writeHead(status, { 'Content-Length': String(Buffer.byteLength(body)), ...extra }).end(body)
    })()
  })
  const closed = countClosed(server)
  const origin = await listening(server)
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { origin, requests, closed, [Symbol.asyncDispose]: close }
}

/** A TCP server that sends exactly these bytes to whoever writes to it, and then closes. */
export const serveBytes = async (bytes: string | Buffer, { stayOpen = false } = {}): Promise<Running> => {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => (stayOpen ? socket.write(bytes) : socket.end(bytes)))
  })
  const closed = countClosed(server)
  const origin = await listening(server)
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return { origin, requests: [], closed, [Symbol.asyncDispose]: close }
}

/** An origin on which nothing listens. */
export const closedOrigin = async (): Promise<string> => {
  const server = await serveBytes('')
  await server[Symbol.asyncDispose]()
  return server.origin
}
