import { AmbiguousCreateError } from '../errors/ambiguous-create-error.js'
import { ApiError, AuthenticationError, PermissionError, RateLimitError, ServerError } from '../errors/api-error.js'
import { CallbackVerificationError } from '../errors/callback-verification-error.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { DownloadError } from '../errors/download-error.js'
import type { ExportsError } from '../errors/exports-error.js'
import { NetworkError } from '../errors/network-error.js'
import { OverlapError } from '../errors/overlap-error.js'
import { PeriodError } from '../errors/period-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { StorageError } from '../errors/storage-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'
import { WaitTimeoutError } from '../errors/wait-timeout-error.js'

export const USAGE = 2
export const REFUSED = 5
const LATER = 4
export const DAMAGED = 6
export const STORAGE = 7
export const INTERRUPTED = 130
export const TERMINATED = 143

/** The first class that fits decides, so subclasses stand before `ApiError`. */
const CODES = [
  [2, [ConfigurationError, PeriodError, OverlapError]],
  [3, [AuthenticationError, PermissionError]],
  [LATER, [RateLimitError, ServerError, NetworkError, TimeoutError, WaitTimeoutError]],
  [REFUSED, [ApiError, VersionMismatchError, AmbiguousCreateError, CallbackVerificationError]],
  [DAMAGED, [ProtocolError, DownloadError, RecordFormatError]],
  [STORAGE, [StorageError]],
] as const

/** The exit code of an error: 1 is a bug of ours. */
export const exitCodeOf = (error: unknown): number =>
  // A final 408 has no class of its own.
  ((error instanceof ApiError && error.retryable && LATER) ||
    CODES.find(([, classes]) => classes.some((one) => error instanceof one))?.[0]) ??
  1

/** Exit codes by severity: what passes by itself before what somebody has to fix. */
const ORDER = [4, 2, 5, 3, 6, 7, 1]

const rank = (error: ExportsError): number => ORDER.indexOf(exitCodeOf(error))

/** The error whose class decides how a run of many units exits; undefined when there was none. */
export const mostSevere = (errors: readonly ExportsError[]): ExportsError | undefined =>
  errors.reduce<ExportsError | undefined>((worst, one) => (worst && rank(worst) >= rank(one) ? worst : one), undefined)
