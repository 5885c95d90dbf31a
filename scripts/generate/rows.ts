import { kindOf, propertiesOf } from './columns.js'
import { type Document, recordSchemas } from './document.js'

const TYPES = `import type { ApiVersion, ApiVersions } from './versions.js'

/** Reads the values of one row by their index in the columns of the main layout. */
export interface Cells {
  timestamp: (place: number) => string | null
  integer: (place: number) => number | null
  decimal: (place: number) => string | null
  string: (place: number) => string | null
}

export type RowBuilders = {
  readonly [V in ApiVersion]: {
    readonly [T in keyof ApiVersions[V]['record']]: (cells: Cells) => ApiVersions[V]['record'][T]
  }
}
`

const builderOf = (document: Document, name: string): string => {
  const properties = propertiesOf(document, name)
  if (properties.length === 0) return '() => ({})'
  const values = properties.map(([, schema], place) => `      const v${place} = cells.${kindOf(schema)}(${place})`)
  const members = properties.map(([property], place) => `        ${JSON.stringify(property)}: v${place},`)
  return ['(cells) => {', ...values, '      return {', ...members, '      }', '    }'].join('\n')
}

const versionOf = (document: Document): string => {
  const types = Object.entries(recordSchemas(document)).map(
    ([type, names]) => `    ${JSON.stringify(type)}: ${builderOf(document, names[0] ?? '')},`,
  )
  return `  ${JSON.stringify(document.info.version)}: {\n${types.join('\n')}\n  },`
}

/** A function for each version and export type that makes a record in one object literal, which is fast in V8. */
export const renderRows = (documents: Document[]): string => `${TYPES}
/** Makes a record from a row. All values are read before the object is created, which is faster. */
export const rowBuilders: RowBuilders = {
${documents.map(versionOf).join('\n')}
}
`
