import { type ErrorDetails, ExportsError } from './exports-error.js'

/** Disk or database failed: full, unreachable, or without permission. It is not retried as a network error is. */
export class StorageError extends ExportsError {
  override readonly name = 'StorageError'
  /** Name of the system's error, such as `ENOSPC`. */
  readonly errno: string

  constructor(errno: string, message: string, details?: ErrorDetails) {
    super('storage', message, details)
    this.errno = errno
  }

  protected override fields(): Record<string, unknown> {
    return { errno: this.errno }
  }
}
