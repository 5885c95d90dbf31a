import { type ColumnKind, columns, layouts } from '../../../generated/columns.js'
import { type ApiVersion, apiVersions } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'

/** A column of a file: its header, the property it becomes, and how it is read. */
export interface FileColumn {
  readonly column: string
  readonly property: string
  readonly kind: ColumnKind
  /** Invented by the sandbox, so it is decoded into `other`. */
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

/** The columns of a file, in the named layout where the type has it. */
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

/** Whether only the first columns of a layout are known. */
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

/** A column that the sandbox invents, named so that nobody takes it for one of the provider's. */
const own = (column: string, property: string): FileColumn => ({ column, property, kind: 'string', isOwn: true })

const CALL = [
  own('Sandbox Source', 'source'),
  own('Sandbox Destination', 'destination'),
  own('Sandbox Seconds', 'call_duration_sec'),
]
const MESSAGE = [
  own('Sandbox Time (UTC)', 'date_time_start_utc'),
  own('Sandbox Source', 'source_address'),
  own('Sandbox Destination', 'destination_address'),
  own('Sandbox Status', 'status'),
  own('Sandbox Trunk Type', 'trunk_type'),
  own('Sandbox Message', 'sms_id'),
]

/**
 * The columns that the sandbox invents. No column is known of messages, and of outbound calls of the newest version, so
 * their files have only these. They are decoded into `other`.
 */
const ownColumnsOf = (type: string): readonly FileColumn[] => {
  if (type.startsWith('sms')) return MESSAGE
  return type === 'cdr_out' ? [own('Sandbox Time (UTC)', 'date_time_start_utc'), ...CALL] : CALL
}
