import { type ErrorDetails, ExportsError } from './exports-error.js'

export type ProtocolErrorCode =
  | 'redirect'
  | 'unexpected_status'
  | 'unexpected_content_type'
  | 'empty_answer'
  | 'invalid_json'
  | 'unexpected_shape'
  | 'too_large'
  | 'content_encoding'
  | 'foreign_url'

interface ProtocolFailure extends ErrorDetails {
  /** HTTP status of the answer. */
  readonly status: number
}

/** An answer does not match the API description: HTML, a redirect, truncated JSON, an unknown status. */
export class ProtocolError extends ExportsError {
  override readonly name = 'ProtocolError'
  declare readonly code: ProtocolErrorCode
  /** HTTP status of the answer. */
  readonly status: number

  constructor(code: ProtocolErrorCode, message: string, failure: ProtocolFailure) {
    super(code, message, failure)
    this.status = failure.status
  }

  protected override fields(): Record<string, unknown> {
    return { status: this.status }
  }
}
