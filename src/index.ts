export { createHints } from './client/hints.js'
export { createExportsClient } from './create-exports-client.js'
export { createLimiter } from './http/limiter.js'
export { asCall } from './records/as-call.js'
export { columnsOf } from './records/columns-of.js'
export { decodeRecords } from './records/decode-records.js'

export { DownloadError } from './errors/download-error.js'
export * from './errors/index.js'
export { OverlapError } from './errors/overlap-error.js'
export { PeriodError } from './errors/period-error.js'
export { RecordFormatError } from './errors/record-format-error.js'
export { StorageError } from './errors/storage-error.js'

export type { Call, CallRecord } from '../generated/calls.js'
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
} from './api/types.js'
export type { Hints } from './client/hints.js'
export type { ClientOptions, RequestOptions } from './client/options.js'
export type { WaitOptions } from './client/wait-until-completed.js'
export type { ExportsClient, UpdatingClient, VersionedClient } from './create-exports-client.js'
export type { ApiErrorObject, FieldError } from './errors/api-error.js'
export type { CallbackReason } from './errors/callback-verification-error.js'
export type { DownloadedFile, DownloadOptions } from './files/download.js'
export type { DownloadProgress } from './files/transfer.js'
export type { Clock } from './http/clock.js'
export type { Limiter, LimiterOptions } from './http/limiter.js'
export type { Logger, Observers, RequestEvent, ResponseEvent, RetryEvent } from './http/observe.js'
export type { PullEvent } from './pull/machine/context.js'
export type { PeriodSelection, PullRecordsOptions } from './pull/run/pull-records.js'
export type { RecordSource } from './records/record-source.js'
export type { DamagedRow, DecodeOptions, Records } from './records/records.js'
