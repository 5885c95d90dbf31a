import { type ErrorDetails, ExportsError } from './exports-error.js'

/** A request, or all its attempts together, took longer than allowed. */
export class TimeoutError extends ExportsError {
  override readonly name = 'TimeoutError'
  override readonly retryable = true
  /** The time that was allowed, in milliseconds. */
  readonly timeoutMs: number

  constructor(message: string, timeoutMs: number, details?: ErrorDetails) {
    super('timeout', message, details)
    this.timeoutMs = timeoutMs
  }

  protected override fields(): Record<string, unknown> {
    return { timeoutMs: this.timeoutMs }
  }
}
