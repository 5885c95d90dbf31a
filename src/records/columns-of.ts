import { type Columns, columns } from '../../generated/columns.js'
import type { ApiVersion, ExportType } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'

/**
 * The columns of the main layout of a version and export type, in their order in the file.
 *
 * A file is read by the names in its header, so another order, or another layout of the same version, is
 * read as well; every record has the properties that are listed here.
 *
 * @throws {ConfigurationError} `invalid_option`, when there is no such version or export type.
 * @example
 * columnsOf('2021-12-15', 'cdr_in')[6] // { column: 'Duration (secs)', property: 'duration_secs', kind: 'integer' }
 */
export const columnsOf = <V extends ApiVersion, T extends ExportType<V>>(
  apiVersion: V,
  exportType: T,
): Columns[V][T] => {
  if (!Object.hasOwn(columns, apiVersion)) {
    throw unknown('apiVersion', apiVersion, Object.keys(columns))
  }
  if (!Object.hasOwn(columns[apiVersion], exportType)) {
    throw unknown('exportType', String(exportType), Object.keys(columns[apiVersion]))
  }
  return columns[apiVersion][exportType]
}

const unknown = (option: string, value: string, known: string[]): ConfigurationError =>
  new ConfigurationError('invalid_option', `${option} ${value} is not known; it can be ${known.join(', ')}`)
