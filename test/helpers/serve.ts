import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'

export interface Running extends AsyncDisposable {
  readonly origin: string
  readonly requests: Seen[]
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
  readonly body?: string | Buffer
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string
  return text
}

const listening = async (server: Server | ReturnType<typeof createTcpServer>): Promise<string> => {
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
      response.writeHead(status, extra).end(body)
    })()
  })
  const origin = await listening(server)
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { origin, requests, [Symbol.asyncDispose]: close }
}

/** A TCP server that sends exactly these bytes to whoever writes to it, and then closes. */
export const serveBytes = async (bytes: string): Promise<Running> => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(bytes))
  })
  const origin = await listening(server)
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return { origin, requests: [], [Symbol.asyncDispose]: close }
}

/** An origin on which nothing listens. */
export const closedOrigin = async (): Promise<string> => {
  const server = await serveBytes('')
  await server[Symbol.asyncDispose]()
  return server.origin
}
