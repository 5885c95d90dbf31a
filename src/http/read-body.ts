import { ProtocolError } from '../errors/protocol-error.js'

/** Largest JSON answer that is read, 8 MiB. A page of 100 exports has about 50 KiB. */
const LIMIT = 8 * 1024 * 1024

/** Reads a body to its end, or stops and lets go of the connection once it is over the limit. */
export const readBody = async (response: Response): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    const chunk = next.value as Uint8Array
    size += chunk.byteLength
    if (size > LIMIT) {
      await reader?.cancel()
      throw new ProtocolError('too_large', `An answer of more than ${LIMIT} bytes was cut off`, {
        status: response.status,
      })
    }
    chunks.push(chunk)
  }
  const body = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.byteLength
  }
  return body
}
