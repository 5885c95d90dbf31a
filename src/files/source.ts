import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { printable } from '../errors/printable.js'
import { ProtocolError } from '../errors/protocol-error.js'
import type { Redact } from '../errors/foreign-error.js'

/** The origins that files may be downloaded from. */
export interface FileHosts {
  /** The origin of the API, the only one that gets the credential. */
  readonly origin: string
  /** Other origins that are trusted, but get no credential. */
  readonly fileOrigins: readonly string[]
  readonly redact: Redact
}

/**
 * Checks the address of a file.
 *
 * @throws {ProtocolError} `foreign_url`, when its origin is not trusted. Nothing is sent there.
 */
export const fileUrl = (text: string, { origin, fileOrigins, redact }: FileHosts, base?: URL): URL => {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  const known = url && url.username === '' && url.password === '' && [origin, ...fileOrigins].includes(url.origin)
  if (known) return url
  const place = url && url.origin !== 'null' ? url.origin : JSON.stringify(printable(text.split('?', 1)[0] ?? '', 80))
  throw new ProtocolError('foreign_url', `The file is at ${redact(place)}, which is not a trusted origin`, {
    status: 200,
    hint: 'If you trust that host, list its origin in fileOrigins. It gets no key.',
  })
}

/** An answer whose body is streamed. */
export interface FileAnswer {
  readonly status: number
  readonly headers: Headers
  /** The raw bytes of the body. A lost connection ends them with an error. */
  readonly body: AsyncIterable<Uint8Array>
  /** Closes the connection. */
  readonly cancel: () => void
}

/** Sends one GET. Redirects are not followed here. */
export type FileSource = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<FileAnswer>

const headersOf = ({ headersDistinct }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value)
  return headers
}

/**
 * Downloads with `node:http(s)`: raw bytes, whatever `Content-Encoding` says. The global `fetch` would inflate such a
 * body, accept a truncated one, and can hang on a damaged one.
 */
export const nodeSource: FileSource = (url, headers, signal) =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal })
    request.on('error', reject)
    request.once('response', (response) => {
      resolve({
        status: response.statusCode ?? 0,
        headers: headersOf(response),
        body: response,
        cancel: () => void response.destroy(),
      })
    })
    request.end()
  })

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

/** Downloads with a `fetch` of the user. It may inflate a body with `Content-Encoding`, so that header is refused. */
export const fetchSource =
  (fetch: typeof globalThis.fetch): FileSource =>
  async (url, headers, signal) => {
    const response = await fetch(url, {
      headers: { ...headers, 'Accept-Encoding': 'identity' },
      signal,
      redirect: 'manual',
    })
    const cancel = (): void => void response.body?.cancel().catch(() => undefined)
    const encoding = response.headers.get('Content-Encoding')
    if (response.ok && encoding !== null && encoding !== 'identity') {
      cancel()
      throw new ProtocolError('content_encoding', 'The file is labelled with a Content-Encoding', {
        status: response.status,
        hint: 'Leave out the option fetch: without it the raw bytes are read.',
      })
    }
    return { status: response.status, headers: response.headers, body: chunksOf(response.body), cancel }
  }
