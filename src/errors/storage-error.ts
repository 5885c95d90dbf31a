import { type ErrorDetails, ExportsError } from './exports-error.js'

/** A file could not be written or read: a full disk, a missing right. Never repeated as if it were the network. */
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
