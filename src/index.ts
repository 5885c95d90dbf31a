export { createExportsClient } from './create-exports-client.js'
export { createHints } from './client/hints.js'
export { createLimiter } from './http/limiter.js'
export { asCall } from './records/as-call.js'
export { columnsOf } from './records/columns-of.js'
export { decodeRecords } from './records/decode-records.js'

export { AmbiguousCreateError } from './errors/ambiguous-create-error.js'
export { ApiError } from './errors/api-error.js'
export { AuthenticationError } from './errors/authentication-error.js'
export { CallbackVerificationError } from './errors/callback-verification-error.js'
export { ConfigurationError } from './errors/configuration-error.js'
export { DownloadError } from './errors/download-error.js'
export { ExportsError } from './errors/exports-error.js'
export { NetworkError } from './errors/network-error.js'
export { NotFoundError } from './errors/not-found-error.js'
export { OverlapError } from './errors/overlap-error.js'
export { PeriodError } from './errors/period-error.js'
export { PermissionError } from './errors/permission-error.js'
export { ProtocolError } from './errors/protocol-error.js'
export { RateLimitError } from './errors/rate-limit-error.js'
export { RecordFormatError } from './errors/record-format-error.js'
export { ServerError } from './errors/server-error.js'
export { StorageError } from './errors/storage-error.js'
export { TimeoutError } from './errors/timeout-error.js'
export { ValidationError } from './errors/validation-error.js'
export { VersionMismatchError } from './errors/version-mismatch-error.js'
export { WaitTimeoutError } from './errors/wait-timeout-error.js'

export type { ExportsClient, UpdatingClient, VersionedClient } from './versioned-client.js'
export type { ClientOptions, RequestOptions } from './client/options.js'
export type {
  ApiVersion,
  CompletedExport,
  CreateAttributes,
  Export,
  ExportPage,
  ExportRecord,
  ExportType,
  ListQuery,
  UpdateAttributes,
} from './client/types.js'
export type { DownloadedFile, DownloadOptions } from './files/download.js'
export type { DownloadProgress } from './files/spool.js'
export type { Call, CallRecord } from '../generated/calls.js'
export type { PullEvent } from './pull/pull-options.js'
export type { PullRecordsOptions } from './pull/pull-records.js'
export type { DecodeOptions, Records } from './records/decode-records.js'
export type { RecordSource } from './records/record-source.js'
export type { Hints } from './client/hints.js'
export type { WaitOptions } from './client/wait-until-completed.js'
export type { CallbackReason } from './errors/callback-verification-error.js'
export type { ApiErrorObject } from './errors/api-error.js'
export type { FieldError } from './errors/validation-error.js'
export type { Limiter, LimiterOptions } from './http/limiter.js'
export type { Logger, Observers, RequestEvent, ResponseEvent, RetryEvent } from './http/observe.js'
export type { Clock } from './http/clock.js'
