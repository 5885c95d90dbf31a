import { AmbiguousCreateError } from '../errors/ambiguous-create-error.js'
import { ApiError } from '../errors/api-error.js'
import { AuthenticationError } from '../errors/authentication-error.js'
import { CallbackVerificationError } from '../errors/callback-verification-error.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { DownloadError } from '../errors/download-error.js'
import { NetworkError } from '../errors/network-error.js'
import { OverlapError } from '../errors/overlap-error.js'
import { PeriodError } from '../errors/period-error.js'
import { PermissionError } from '../errors/permission-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { RateLimitError } from '../errors/rate-limit-error.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { ServerError } from '../errors/server-error.js'
import { StorageError } from '../errors/storage-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'
import { WaitTimeoutError } from '../errors/wait-timeout-error.js'

export const USAGE = 2
export const STORAGE = 7
export const INTERRUPTED = 130
export const TERMINATED = 143

/** The first class that fits decides, so subclasses stand before `ApiError`. */
const CODES = [
  [2, [ConfigurationError, PeriodError, OverlapError]],
  [3, [AuthenticationError, PermissionError]],
  [4, [RateLimitError, ServerError, NetworkError, TimeoutError, WaitTimeoutError]],
  [5, [ApiError, VersionMismatchError, AmbiguousCreateError, CallbackVerificationError]],
  [6, [ProtocolError, DownloadError, RecordFormatError]],
  [STORAGE, [StorageError]],
] as const

/** The exit code of an error: 1 is a bug of ours. */
export const exitCodeOf = (error: unknown): number =>
  CODES.find(([, classes]) => classes.some((one) => error instanceof one))?.[0] ?? 1
