/**
 * What failed first. When closing what was open fails after it, as it does on a disk that is full, `await using`
 * throws a `SuppressedError` in which it is wrapped.
 */
export const firstFailure = (error: unknown): unknown =>
  error instanceof Error && 'suppressed' in error ? firstFailure(error.suppressed) : error
