import { type Document, recordSchemas, type Schema } from '../generate/document.js'

/** A column of a file, as the pages show it. */
export interface ShownColumn {
  column: string
  property: string
  type: string
  required: boolean
  description: string
  example: string | undefined
}

/** A layout of a file. */
export interface ShownLayout {
  exportType: string
  name: string
  known: 'whole' | 'part'
  description: string
  columns: ShownColumn[]
}

type Described = Schema & { description?: string; examples?: (string | number | null)[] }

const typeOf = ({ type, format }: Schema): string => {
  if (format === 'date-time') return 'time'
  if (format === 'decimal') return 'decimal text'
  return [type].flat().find((one) => one !== 'null') ?? 'string'
}

const columnOf = (property: string, schema: Described, required: boolean): ShownColumn => {
  const [example] = schema.examples ?? []
  return {
    ...{ column: schema['x-csv-column'] ?? '', property, type: typeOf(schema), required },
    description: schema.description ?? '',
    example: example === undefined || example === null ? undefined : String(example),
  }
}

/** Every layout of the files of a version, the main one of each export type first. */
export const layoutsOf = (document: Document): ShownLayout[] =>
  Object.entries(recordSchemas(document)).flatMap(([exportType, names]) =>
    names.map((name) => {
      const schema: Described = document.components.schemas[name] ?? {}
      const layout = schema['x-layout'] ?? { name, known: 'part' }
      const columns = Object.entries(schema.properties ?? {}).map(([property, column]) =>
        columnOf(property, column, schema.required?.includes(property) ?? false),
      )
      return { exportType, ...layout, description: schema.description ?? '', columns }
    }),
  )
