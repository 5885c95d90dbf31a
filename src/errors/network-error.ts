import { type ErrorDetails, ExportsError } from './exports-error.js'

export type NetworkErrorCode =
  'connection_refused' | 'lookup_failed' | 'connect_failed' | 'tls_failed' | 'connection_lost'

/** No answer: the host is unreachable or the connection was lost. */
export class NetworkError extends ExportsError {
  override readonly name = 'NetworkError'
  declare readonly code: NetworkErrorCode
  override readonly retryable = true
  /** Whether the request may have reached the server; `false` only when it surely did not. */
  readonly maybeSent: boolean

  constructor(code: NetworkErrorCode, message: string, details?: ErrorDetails) {
    super(code, message, details)
    this.maybeSent = code === 'connection_lost'
  }

  protected override fields(): Record<string, unknown> {
    return { maybeSent: this.maybeSent }
  }
}
