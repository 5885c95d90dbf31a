import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server of files is to do with one request; what is not said it does as it should. */
export interface Answer {
  /** Bytes of the body after which the connection is cut. */
  readonly cutAfter?: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Takes no notice of `Range`. */
  readonly whole?: boolean
}

export interface Ranged extends AsyncDisposable {
  readonly origin: string
  readonly requests: IncomingHttpHeaders[]
}

/** A server that has one file with a strong validator and answers ranges of it; `answers` change what it does, in turn. */
export const serveRanges = async (file: Buffer, answers: readonly Answer[] = [], etag = '"one"'): Promise<Ranged> => {
  const requests: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    const { cutAfter, status, headers, body, whole = false } = answers[requests.length] ?? {}
    requests.push(request.headers)
    const first = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const isRange = !whole && request.headers.range !== undefined && request.headers['if-range'] === etag
    const sent = body ?? (isRange ? file.subarray(first) : file)
    const range = isRange ? { 'Content-Range': `bytes ${first}-${file.length - 1}/${file.length}` } : {}
    const own = { ETag: etag, 'Content-Length': String(sent.length), ...range, ...headers }
    response.writeHead(status ?? (isRange ? 206 : 200), own)
    if (cutAfter === undefined) response.end(sent)
    else response.write(sent.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 120))
    if (cutAfter === 0) response.flushHeaders()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
