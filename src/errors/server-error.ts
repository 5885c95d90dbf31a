import { ApiError, type ApiFailure } from './api-error.js'

/** 5xx: the API, or something in front of it, failed. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError'
  override readonly retryable = true
  /** Milliseconds the answer asked to wait, when it did. */
  readonly retryAfterMs: number | undefined

  constructor(failure: ApiFailure, retryAfterMs: number | undefined) {
    super('server_error', failure)
    this.retryAfterMs = retryAfterMs
  }

  protected override fields(): Record<string, unknown> {
    return { ...super.fields(), retryAfterMs: this.retryAfterMs }
  }
}
