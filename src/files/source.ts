import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { printable } from '../errors/printable.js'
import { ProtocolError } from '../errors/protocol-error.js'
import type { Redact } from '../http/redact.js'

/** Where files may come from. */
export interface FileHosts {
  /** The origin of the API: the only one that is given the credential. */
  readonly origin: string
  /** Other origins that are trusted with the transfer, without a credential. */
  readonly fileOrigins: readonly string[]
  readonly redact: Redact
}

/**
 * The address of a file, if it lies where files may come from.
 *
 * @throws {ProtocolError} `foreign_url`; nothing is sent there.
 */
export const fileUrl = (text: string, { origin, fileOrigins, redact }: FileHosts, base?: URL): URL => {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  const known = url && url.username === '' && url.password === '' && [origin, ...fileOrigins].includes(url.origin)
  if (known) return url
  const place = url && url.origin !== 'null' ? url.origin : JSON.stringify(printable(text.split('?', 1)[0] ?? '', 80))
  throw new ProtocolError('foreign_url', `The file is said to be at ${redact(place)}, which is not the API`, {
    status: 200,
    hint: 'If that host can be trusted with the transfer, list its origin in fileOrigins; it gets no key.',
  })
}

/** An answer whose body is read as it comes. */
export interface FileAnswer {
  readonly status: number
  readonly headers: Headers
  /** The raw bytes of the body; ends early with an error when the connection does. */
  readonly body: AsyncIterable<Uint8Array>
  /** Lets go of the connection without reading on. */
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
 * Reads a file over `node:http(s)`: raw bytes, whatever `Content-Encoding` says. The global `fetch`
 * would inflate a body so labelled, take a truncated one for whole, and can hang on a damaged one.
 */
export const nodeSource: FileSource = (url, headers, signal) =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal })
    request.once('error', reject)
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

/**
 * Reads a file over a `fetch` given by the user. Such a `fetch` may inflate what is labelled with
 * `Content-Encoding`, so that label is refused.
 */
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
