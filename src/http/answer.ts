import type { OperationFacts } from '../../generated/facts.js'
import { printable } from '../errors/printable.js'
import { ProtocolError, type ProtocolErrorCode } from '../errors/protocol-error.js'
import type { Redact } from '../errors/foreign-error.js'
import { type Incoming, mediaTypeOf, nameOf, type Outgoing } from './request.js'

/** Largest JSON answer that is read, 8 MiB. A page of 100 exports has about 50 KiB. */
const LIMIT = 8 * 1024 * 1024

/** Deepest nesting of a JSON answer that is taken. `JSON.stringify` and others recurse, and their stack ends. */
const DEPTH = 64

/** Reads a body to its end. Over the limit it stops and closes the connection. */
export const readBody = async (response: Response, attempts: number): Promise<string> => {
  if (response.body === null) return ''
  if (isShort(response)) return decode(await response.arrayBuffer(), response.ok)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > LIMIT) {
      await reader.cancel()
      throw new ProtocolError('too_large', `An answer of more than ${LIMIT} bytes was refused`, {
        status: response.status,
        attempts,
      })
    }
    chunks.push(next.value)
  }
  const whole = new Uint8Array(size)
  for (const chunk of chunks.reverse()) whole.set(chunk, (size -= chunk.byteLength))
  return decode(whole, response.ok)
}

/** Made once: a decoder costs more than what it decodes. */
const STRICT = new TextDecoder('utf-8', { fatal: true })
const LAX = new TextDecoder()

/** JSON is UTF-8. Other bytes of a success begin with what no JSON begins with, so that they are refused as damaged. */
const decode = (bytes: ArrayBuffer | Uint8Array, fatal: boolean): string => {
  try {
    return (fatal ? STRICT : LAX).decode(bytes)
  } catch {
    return `\uFFFD${decode(bytes, false)}`
  }
}

/** Whether a body is known to be below the limit. One that is compressed grows while it is read. */
const isShort = ({ headers }: Response): boolean =>
  Number(headers.get('Content-Length') ?? Infinity) <= LIMIT && !headers.has('Content-Encoding')

/** The parsed text, in an object since it may be any value; undefined when it is not JSON. */
export const jsonOf = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const isDeep = (value: unknown, left = DEPTH): boolean =>
  typeof value === 'object' && value !== null && (!left || Object.values(value).some((one) => isDeep(one, left - 1)))

/** The JSON of a success, or a `ProtocolError` that says what came instead. */
export const readDocument = (
  { response, text = '', json, attempts }: Incoming,
  operation: Pick<OperationFacts, 'success' | 'mediaTypes'>,
  sent: Pick<Outgoing, 'method' | 'url'>,
  redact: Redact,
): unknown => {
  const { status } = response
  const refuse = (code: ProtocolErrorCode, why: string): ProtocolError =>
    new ProtocolError(code, `${nameOf(sent)} was answered ${status} ${why}`, {
      status,
      attempts,
      hint: 'Something else may have answered: check the base URL and the proxy.',
    })
  if (status !== operation.success) throw refuse('unexpected_status', `instead of ${operation.success}`)
  if (text.trim() === '') throw refuse('empty_answer', 'without a body')
  const type = mediaTypeOf(response)
  if (type !== '' && ![...operation.mediaTypes, 'application/json'].includes(type)) {
    throw refuse('unexpected_content_type', `as ${redact(type)}: ${printable(redact(text), 120)}`)
  }
  if (!json) throw refuse('invalid_json', 'with truncated or damaged JSON')
  if (isDeep(json.value)) throw refuse('unexpected_shape', 'with JSON that is nested too deep')
  return json.value
}
