import { printable } from './printable.js'

export interface ErrorDetails {
  /** What to do next, in one sentence. */
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/**
 * Root of every error this package throws; a caller's own abort is rethrown as it came.
 *
 * `message` is one printable line of at most 300 characters and holds no secret.
 *
 * @example
 * try {
 *   await didww.retrieve(id)
 * } catch (error) {
 *   if (error instanceof ExportsError) console.error(error.code, error.message, error.hint)
 * }
 */
export abstract class ExportsError<Code extends string = string> extends Error {
  abstract override readonly name: string
  /** Stable and machine-readable; messages may change, codes do not. */
  readonly code: Code
  /** Whether the same call can succeed later without a change. */
  readonly retryable: boolean = false
  /** What to do next, in one sentence. */
  readonly hint?: string

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(printable(message, 300), details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.hint !== undefined) this.hint = details.hint
  }

  /** The error as data for a log: its name, code and public fields, without stack and secrets. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, hint } = this
    return { name, code, message, retryable, ...(hint !== undefined && { hint }), ...this.fields() }
  }

  /** What a class adds to `toJSON()`. */
  protected fields(): Record<string, unknown> {
    return {}
  }
}
