import { layouts } from '../../generated/columns.js'
import { rowBuilders } from '../../generated/rows.js'
import type { ApiVersion, ExportType } from '../api/types.js'
import { columnsOf } from './columns-of.js'
import type { Expectation } from './decode-batches.js'
import type { BuildRow } from './record-rows.js'
import type { DecodeOptions } from './records.js'

/**
 * What is known about the files of a version and export type.
 *
 * @throws {ConfigurationError} when there is no such version or export type.
 */
export const expectationOf = <V extends ApiVersion, T extends ExportType<V>>({
  apiVersion,
  exportType,
  strict = true,
  onUnknownColumns,
  onLayout,
  onDamagedRow,
}: DecodeOptions<V, T>): Expectation => ({
  columns: columnsOf(apiVersion, exportType),
  claim: { apiVersion, exportType: String(exportType), layouts: layouts[apiVersion][exportType] },
  build: rowBuilders[apiVersion][exportType] as BuildRow,
  strict,
  onUnknownColumns,
  onLayout,
  onDamagedRow: strict ? undefined : onDamagedRow,
})
