import { type ColumnKind, columns, layouts } from '../../../generated/columns.js'
import { type ApiVersion, apiVersions } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { ownColumnsOf } from './own-columns.js'

/** A column of a file: its header, the property it becomes, and how it is read. */
export interface FileColumn {
  readonly column: string
  readonly property: string
  readonly kind: ColumnKind
  /** Of the sandbox's own making: read into `other`. */
  readonly isOwn?: boolean
}

interface AnyLayout {
  readonly name: string
  readonly known: 'whole' | 'part'
  readonly required: readonly string[]
  readonly headers: Readonly<Record<string, readonly string[]>>
}

/** All columns that a version knows of an export type. */
export const columnsOf = (version: ApiVersion, type: string): readonly FileColumn[] =>
  (columns[version] as Readonly<Record<string, readonly FileColumn[]>>)[type] ?? []

const layoutsOf = (version: ApiVersion): Readonly<Record<string, readonly AnyLayout[]>> => layouts[version]

/** The columns of a file, of the layout of that name where the type has one. */
export const fileColumnsOf = (version: ApiVersion, type: string, layout?: string): readonly FileColumn[] => {
  const all = columnsOf(version, type)
  const candidates = layoutsOf(version)[type] ?? []
  const headers = candidates.find(({ name }) => name === layout)?.headers
  if (!headers) return candidates[0] && isBeginning(candidates[0]) ? [...all, ...ownColumnsOf(type)] : all
  return all.flatMap((one) => {
    const column = headers[one.property]?.[0]
    return column === undefined ? [] : [{ ...one, column }]
  })
}

/** Whether a layout is known in part, and of the rest there is not even a hint. */
const isBeginning = ({ known, required, headers }: AnyLayout): boolean =>
  known === 'part' && required.length === Object.keys(headers).length

/** Checks that some version has a layout of this name. */
export const checkLayout = (name: string): string => {
  const known = new Set(
    apiVersions.flatMap((version) =>
      Object.values(layoutsOf(version))
        .flat()
        .map((one) => one.name),
    ),
  )
  if (known.has(name)) return name
  throw new ConfigurationError('invalid_option', `layout ${JSON.stringify(name)} is not known`, {
    hint: `Known layouts: ${[...known].join(', ')}.`,
  })
}
