import { type ErrorDetails, ExportsError } from './exports-error.js'

interface StorageErrorDetails extends ErrorDetails {
  /** Whether the failure passes by itself, as a restart of a database does. */
  readonly isPassing?: boolean | undefined
}

/**
 * Disk or database failed: full, unreachable, or without permission. It is not retried as a network error is, but a unit
 * whose database cannot be used for now (`retryable`) is tried again later.
 */
export class StorageError extends ExportsError {
  override readonly name = 'StorageError'
  /** Name of the system's error, such as `ENOSPC`. */
  readonly errno: string
  override readonly retryable: boolean

  constructor(errno: string, message: string, { isPassing = false, ...details }: StorageErrorDetails = {}) {
    super('storage', message, details)
    this.errno = errno
    this.retryable = isPassing
  }

  protected override fields(): Record<string, unknown> {
    return { errno: this.errno }
  }
}
