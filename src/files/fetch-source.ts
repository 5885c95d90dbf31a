import { ProtocolError } from '../errors/protocol-error.js'
import type { FileSource } from './file-source.js'

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
