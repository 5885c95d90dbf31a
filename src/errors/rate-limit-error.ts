import { ApiError, type ApiFailure } from './api-error.js'

/** 429: more requests than the key may make. Nothing was carried out. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError'
  override readonly retryable = true
  /** Milliseconds the answer asked to wait, when it did. */
  readonly retryAfterMs: number | undefined

  constructor(failure: ApiFailure, retryAfterMs: number | undefined) {
    super('rate_limited', failure)
    this.retryAfterMs = retryAfterMs
  }

  protected override fields(): Record<string, unknown> {
    return { ...super.fields(), retryAfterMs: this.retryAfterMs }
  }
}
