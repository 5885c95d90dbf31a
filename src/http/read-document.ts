import type { OperationFacts } from '../../generated/facts.js'
import { printable } from '../errors/printable.js'
import { ProtocolError, type ProtocolErrorCode } from '../errors/protocol-error.js'
import { type Incoming, mediaTypeOf } from './outgoing.js'
import type { Redact } from './redact.js'

/** The JSON of a success, or a `ProtocolError` that says what came instead. */
export const readDocument = (
  { response, text = '', json, attempts }: Incoming,
  operation: Pick<OperationFacts, 'success' | 'mediaTypes'>,
  what: string,
  redact: Redact,
): unknown => {
  const { status } = response
  const refuse = (code: ProtocolErrorCode, why: string): ProtocolError =>
    new ProtocolError(code, `${what} was answered ${status} ${why}`, {
      status,
      attempts,
      hint: 'Something other than the API may have answered: check the base URL and the proxy.',
    })
  if (status !== operation.success) throw refuse('unexpected_status', `instead of ${operation.success}`)
  if (text.trim() === '') throw refuse('empty_answer', 'without a body')
  const type = mediaTypeOf(response)
  if (type !== '' && ![...operation.mediaTypes, 'application/json'].includes(type)) {
    throw refuse('unexpected_content_type', `as ${redact(type)}: ${printable(redact(text), 120)}`)
  }
  if (!json) throw refuse('invalid_json', 'with JSON that is cut or damaged')
  return json.value
}
