export { asCall } from './as-call.js'
export { columnsOf } from './columns-of.js'
export { decodeRecords } from './decode-records.js'

export type { Call, CallRecord } from '../../generated/calls.js'
export type { Column, ColumnKind } from '../../generated/columns.js'
export type { ApiVersion, ExportRecord, ExportType } from '../client/types.js'
export type { DecodeOptions, Records } from './decode-records.js'
export type { RecordSource } from './record-source.js'
