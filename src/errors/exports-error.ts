import { foreignError, type Redact } from './foreign-error.js'
import { printable } from './printable.js'

export interface ErrorDetails {
  /** What to do next, in one sentence. */
  readonly hint?: string | undefined
  readonly cause?: unknown
  /** Makes the texts of a foreign cause safe; without it query strings and phone numbers are removed. */
  readonly redact?: Redact | undefined
  /** How often the request was sent. */
  readonly attempts?: number | undefined
}

/** Longest message, in characters. */
const LONGEST = 300

/**
 * Base class of every error of this package. Your own abort reason is rethrown as it is.
 *
 * `message` is one printable line of at most 300 characters, without secrets. Of a `cause` from elsewhere, class, code,
 * stack and message are kept, the message without secrets and phone numbers.
 *
 * @example
 * try {
 *   await didww.retrieve(id)
 * } catch (error) {
 *   if (error instanceof ExportsError) console.error(error.code, error.message, error.hint)
 * }
 */
export abstract class ExportsError extends Error {
  abstract override readonly name: string
  /** Stable and machine-readable; messages may change, codes do not. */
  readonly code: string
  /** Whether the same call can succeed later without a change. */
  readonly retryable: boolean = false
  /** What to do next, in one sentence. */
  readonly hint?: string
  /** How often the request was sent. */
  readonly attempts?: number

  constructor(code: string, message: string, { hint, cause, redact, attempts }: ErrorDetails = {}) {
    const count = attempts !== undefined && attempts > 1 ? ` (${attempts} attempts)` : ''
    super(
      printable(message, LONGEST - count.length) + count,
      cause === undefined ? undefined : { cause: isExportsError(cause) ? cause : foreignError(cause, redact) },
    )
    this.code = code
    if (hint !== undefined) this.hint = hint
    if (attempts !== undefined) this.attempts = attempts
  }

  /** The error as data for a log: its name, code and public fields, without stack and secrets. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, hint, attempts } = this
    return {
      name,
      code,
      message,
      retryable,
      ...(hint !== undefined && { hint }),
      ...(attempts !== undefined && { attempts }),
      ...this.fields(),
    }
  }

  /** Hides a property from loggers, because exports contain phone numbers and addresses. */
  protected conceal(name: keyof this): void {
    Object.defineProperty(this, name, { enumerable: false })
  }

  /** What a class adds to `toJSON()`. */
  protected fields(): Record<string, unknown> {
    return {}
  }
}

/** Whether an error is one of this package. */
export const isExportsError = (error: unknown): error is ExportsError => error instanceof ExportsError
