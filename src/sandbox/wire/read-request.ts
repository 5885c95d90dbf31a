import type { IncomingMessage } from 'node:http'
import type { ApiRequest } from '../context.js'

/** Largest body that is taken, 1 MiB. */
const LIMIT = 1024 * 1024

/** Largest that is read to its end, 16 MiB: who still sends while the answer comes may see only a reset. */
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

/** The request of a socket; a status where it cannot be one. */
export const readRequest = async (message: IncomingMessage): Promise<ApiRequest | 400 | 413> => {
  const url = urlOf(message)
  if (!url) return 400
  const body = await bodyOf(message)
  if (body === undefined) return 413
  return { method: message.method ?? '', url, headers: headersOf(message), body }
}
