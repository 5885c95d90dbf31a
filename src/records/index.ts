export { asCall } from './as-call.js'
export { columnsOf } from './columns-of.js'
export { decodeRecords } from './decode-records.js'

export type { Call, CallRecord } from '../../generated/calls.js'
export type { Column, ColumnKind } from '../../generated/columns.js'
export type { ApiVersion, ExportRecord, ExportType } from '../api/types.js'
export type { RecordSource } from './record-source.js'
export type { DamagedRow, DecodeOptions, Records } from './records.js'
