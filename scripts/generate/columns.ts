import { type Document, missing, recordSchemas, type Schema } from './document.js'
import { renderTables } from './tables.js'

/** How the text of a column is decoded. */
export type ColumnKind = 'timestamp' | 'integer' | 'decimal' | 'string'

export const kindOf = (schema: Schema): ColumnKind => {
  if ([schema.type].flat().includes('integer')) return 'integer'
  if (schema.format === 'date-time') return 'timestamp'
  if (schema.format === 'decimal') return 'decimal'
  return 'string'
}

/** `TollFree Amount (USD)` becomes `tollfree_amount_usd`. */
const snakeCase = (header: string): string =>
  header
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

export const propertiesOf = (document: Document, name: string): [string, Schema & { 'x-csv-column': string }][] =>
  Object.entries(document.components.schemas[name]?.properties ?? {}).map(([property, schema]) => {
    const column = schema['x-csv-column']
    if (column === undefined) throw missing(document.info.version, `${name}.${property} has no x-csv-column`)
    return [property, { ...schema, 'x-csv-column': column }]
  })

const columnsOf = (document: Document, name: string): object[] =>
  propertiesOf(document, name).map(([property, schema]) => {
    const column = schema['x-csv-column']
    if (property !== snakeCase(column)) {
      throw missing(document.info.version, `${name}.${property} should be ${snakeCase(column)}, after its column`)
    }
    return { column, property, kind: kindOf(schema) }
  })

const layoutOf = (document: Document, name: string, main: string): object => {
  const schema = document.components.schemas[name]
  const layout = schema?.['x-layout']
  if (!layout) throw missing(document.info.version, `${name} has no x-layout`)
  const known = new Set(propertiesOf(document, main).map(([property]) => property))
  const headers = propertiesOf(document, name).map(([property, column]) => {
    if (!known.has(property)) throw missing(document.info.version, `${name}.${property} is not in ${main}`)
    return [property, [column['x-csv-column'], ...(column['x-csv-aliases'] ?? [])]] as const
  })
  const names = headers.flatMap(([, own]) => own)
  const double = names.find((one, index) => names.indexOf(one) !== index)
  if (double !== undefined) throw missing(document.info.version, `${name} has two columns with the name ${double}`)
  return { ...layout, required: schema.required ?? [], headers: Object.fromEntries(headers) }
}

const byType = (document: Document, render: (names: string[], main: string) => unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recordSchemas(document)).map(([type, names]) => [type, render(names, names[0] ?? '')]),
  )

const TYPES = `import type { ApiVersion, ApiVersions } from './versions.js'

/** How the text of a column is decoded. */
export type ColumnKind = 'timestamp' | 'integer' | 'decimal' | 'string'

/** A column of a file, and its property in a record. */
export interface Column<R> {
  /** Name in the header of the file. */
  readonly column: string
  /** Name in a record. */
  readonly property: keyof R & string
  readonly kind: ColumnKind
}

export type Columns = {
  readonly [V in ApiVersion]: {
    readonly [T in keyof ApiVersions[V]['record']]: readonly Column<ApiVersions[V]['record'][T]>[]
  }
}

/** A layout that the file of an export type can have. */
export interface Layout<R> {
  readonly name: string
  /** \`part\`: the file has columns that are not known. */
  readonly known: 'whole' | 'part'
  /** Properties whose columns must be in the header. */
  readonly required: readonly (keyof R & string)[]
  /** Names that each column can have in a header. */
  readonly headers: { readonly [P in keyof R & string]?: readonly string[] }
}

export type Layouts = {
  readonly [V in ApiVersion]: {
    readonly [T in keyof ApiVersions[V]['record']]: readonly Layout<ApiVersions[V]['record'][T]>[]
  }
}
`

/** The CSV columns of every version and export type. */
export const renderColumns = (documents: Document[]): string => {
  const byVersion = (render: (document: Document) => Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(documents.map((document) => [document.info.version, render(document)]))
  const columns = byVersion((document) => byType(document, (_names, main) => columnsOf(document, main)))
  const layouts = byVersion((document) =>
    byType(document, (names, main) => names.map((name) => layoutOf(document, name, main))),
  )
  return `${TYPES}\n${renderTables({
    '/** The columns of the main layout of each version and export type, in their order. */\nexport const columns: Columns':
      columns,
    '/** The layouts of each version and export type, the main one first. */\nexport const layouts: Layouts': layouts,
  })}`
}
