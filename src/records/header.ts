import type { ColumnKind } from '../../generated/columns.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import type { AnyLayout } from './layout.js'

/** A generated column, whatever its version and export type. */
export interface AnyColumn {
  readonly property: string
  readonly kind: ColumnKind
}

/** One column of a file. */
export interface FileColumn {
  readonly name: string
  /** The property it fills; `undefined` for a column that the layout does not know. */
  readonly property: string | undefined
  readonly kind: ColumnKind
}

/**
 * Identifies each column of a header.
 *
 * @throws {RecordFormatError} `duplicate_column`, when two columns have the same name or property.
 */
export const readHeader = (
  names: readonly string[],
  { headers }: AnyLayout,
  columns: readonly AnyColumn[],
): FileColumn[] => {
  const kinds = new Map(columns.map(({ property, kind }) => [property, kind]))
  const properties = new Map(
    Object.entries(headers).flatMap(([property, known = []]) => known.map((name) => [name, property])),
  )
  const seen = new Map<string, string>()
  return names.map((name) => {
    const property = properties.get(name)
    const key = property === undefined ? `column ${name}` : `property ${property}`
    const before = seen.get(key)
    if (before !== undefined) throw duplicate(before, name)
    seen.set(key, name)
    return { name, property, kind: (property !== undefined && kinds.get(property)) || 'string' }
  })
}

const duplicate = (before: string, name: string): RecordFormatError => {
  const problem = before === name ? `has the column ${name} twice` : `has ${before} and ${name}, which are one column`
  return new RecordFormatError('duplicate_column', `The header ${problem}`, { line: 1, column: name })
}
