import type { OperationFacts } from '../../generated/facts.js'
import { printable } from '../errors/printable.js'
import { ProtocolError, type ProtocolErrorCode } from '../errors/protocol-error.js'
import type { Redact } from './redact.js'

export interface Answer {
  readonly response: Response
  readonly text: string
  /** What was asked, for the error. */
  readonly what: string
  readonly redact: Redact
}

/** The JSON of a success, or a `ProtocolError` that says what came instead. */
export const readDocument = (
  { response, text, what, redact }: Answer,
  operation: Pick<OperationFacts, 'success' | 'mediaTypes'>,
): unknown => {
  const { status, headers } = response
  const refuse = (code: ProtocolErrorCode, why: string): ProtocolError =>
    new ProtocolError(code, `${what} was answered ${status} ${why}`, {
      status,
      hint: 'Something other than the API may have answered: check the base URL and the proxy.',
    })
  if (status !== operation.success) throw refuse('unexpected_status', `instead of ${operation.success}`)
  if (text.trim() === '') throw refuse('empty_answer', 'without a body')
  const type = headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type !== '' && ![...operation.mediaTypes, 'application/json'].includes(type)) {
    throw refuse('unexpected_content_type', `as ${redact(type)}: ${printable(redact(text), 120)}`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('invalid_json', 'with JSON that is cut or damaged')
  }
}
