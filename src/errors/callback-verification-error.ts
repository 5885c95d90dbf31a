import { ExportsError } from './exports-error.js'

/** Why a callback was refused. */
export type CallbackReason =
  | 'method'
  | 'media_type'
  | 'too_large'
  | 'timeout'
  | 'unreadable'
  | 'malformed'
  | 'duplicate_parameter'
  | 'missing_parameter'
  | 'other_resource'
  | 'invalid_url'
  | 'missing_signature'
  | 'malformed_signature'
  | 'wrong_signature'

/** Not a valid callback, or its signature does not match. */
export class CallbackVerificationError extends ExportsError {
  override readonly name = 'CallbackVerificationError'
  declare readonly code: 'callback_refused'
  readonly reason: CallbackReason
  /** The parameters that are missing, with the reason `missing_parameter`. */
  readonly missing: readonly string[]

  constructor(reason: CallbackReason, message: string, details: { hint?: string; missing?: readonly string[] } = {}) {
    super('callback_refused', message, details)
    this.reason = reason
    this.missing = details.missing ?? []
  }

  protected override fields(): Record<string, unknown> {
    return { reason: this.reason, ...(this.missing.length > 0 && { missing: this.missing }) }
  }
}
