import type { CallbackHandler } from './create-callback-handler.js'
import { textResponse } from './refusal-response.js'

/** The part of `http.IncomingMessage` that is used, so that no types of Node.js are needed. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** A chunk of the body. */
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  /** The body is complete. */
  on(event: 'end', listener: () => void): unknown
  /** The connection was lost. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Pauses the body until `resume()`. */
  pause(): unknown
  /** Resumes the body. */
  resume(): unknown
}

/** The part of `http.ServerResponse` that is used. */
export interface NodeResponse {
  /** Begins the answer. */
  writeHead(status: number, headers: Record<string, string>): unknown
  /** Ends the answer. */
  end(body?: Uint8Array): unknown
}

const bodyOf = (request: NodeRequest): ReadableStream<Uint8Array> => {
  let isOver = false
  const end = (close: () => void): void => {
    if (!isOver) close()
    isOver = true
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      request.on('data', (chunk) => {
        if (isOver) return
        controller.enqueue(chunk)
        request.pause()
      })
      request.on('end', () => end(() => controller.close()))
      request.on('error', (error) => end(() => controller.error(error)))
      request.pause()
    },
    pull: () => void request.resume(),
    // The rest is discarded, so that the sender can read the answer.
    cancel() {
      isOver = true
      request.resume()
    },
  })
}

const headersOf = ({ headers }: NodeRequest): Headers => {
  const copy = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) if (!name.startsWith(':')) copy.append(name, one)
  }
  return copy
}

/** The host does not matter: `publicUrl` is given, not guessed. */
const urlOf = ({ url = '/' }: NodeRequest): URL => {
  const text = `http://localhost${url.startsWith('/') ? url : `/${url}`}`
  return URL.canParse(text) ? new URL(text) : new URL('http://localhost/')
}

/** Methods that a `Request` cannot have. The receiver refuses them like other unknown methods. */
const IMPOSSIBLE = /^(?:connect|trace|track)$/i

const toRequest = (message: NodeRequest): Request => {
  const { method: given = 'GET' } = message
  const method = IMPOSSIBLE.test(given) ? 'UNKNOWN' : given
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init = { method, headers: headersOf(message), ...(hasBody && { body: bodyOf(message), duplex: 'half' }) }
  return new Request(urlOf(message), init)
}

const answerTo = async (handler: CallbackHandler, message: NodeRequest): Promise<Response> => {
  try {
    const request = toRequest(message)
    const answer = await handler(request)
    // An unread body would be in front of the next request on this connection.
    if (!request.bodyUsed) await request.body?.cancel()
    return answer
  } catch {
    return textResponse(400, 'This is not a valid request')
  }
}

/**
 * Turns a receiver into a listener for `node:http`, Express and Fastify. Register it before any body parser.
 *
 * @example
 * createServer(toNodeListener(handler)).listen(8080, '127.0.0.1')
 */
export const toNodeListener =
  (handler: CallbackHandler) =>
  async (message: NodeRequest, response: NodeResponse): Promise<void> => {
    const answer = await answerTo(handler, message)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(new Uint8Array(await answer.arrayBuffer()))
  }
