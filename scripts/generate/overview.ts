import {
  bodyOf,
  createSchemas,
  type Document,
  operationNamed,
  operationsOf,
  recordSchemas,
  resolve,
  type Schema,
} from './document.js'
import { listFilters } from './filters.js'

/** The versions side by side. */
export interface Overview {
  versions: string[]
  tables: Table[]
}

interface Table {
  title: string
  /** Explains the words in the cells. */
  note?: string
  /** One row for each name, with the words of each version in one cell. */
  rows: { name: string; cells: string[][] }[]
}

type Words = Record<string, string[]>

const propertiesOf = (document: Document, node: Schema): Record<string, Schema> => {
  const schema = resolve(document, node)
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((one) => propertiesOf(document, one))
  return Object.assign({}, ...parts, schema.properties) as Record<string, Schema>
}

const enumOf = (document: Document, node: Schema | undefined): string[] =>
  (resolve(document, node ?? {}).enum ?? []).filter((one) => one !== null)

const attributesOf = (document: Document): Record<string, Schema> => {
  const { schema } = bodyOf(document, operationNamed(document, 'retrieveExport').answer, 'retrieveExport')
  const data = propertiesOf(document, schema)['data'] ?? {}
  return propertiesOf(document, propertiesOf(document, data)['attributes'] ?? {})
}

const parameterOf = (document: Document, name: string): Schema | undefined =>
  operationNamed(document, 'listExports')
    .operation.parameters?.map((one) => resolve(document, one))
    .find((one) => one.name === name)?.schema

/** The headers that carry a credential; one of them is needed. */
const credentialsOf = (document: Document, operationId: string): string[] => {
  const { security = document.security ?? [] } = operationNamed(document, operationId).operation
  const schemes = security.flatMap((one) => Object.keys(one)).map((name) => document.components.securitySchemes[name])
  return schemes.map((scheme) => (scheme?.type === 'apiKey' ? (scheme.name ?? '') : 'Authorization: Bearer'))
}

const callbackOf = (document: Document): string[] => {
  const body = document.webhooks['exportCompleted']?.['post']?.requestBody
  return Object.keys(propertiesOf(document, bodyOf(document, body, 'exportCompleted').schema))
}

const generalOf = (document: Document): Words => {
  const attributes = attributesOf(document)
  return {
    'export types': Object.keys(createSchemas(document)),
    statuses: enumOf(document, attributes['status']),
    credential: credentialsOf(document, 'createExport'),
    'credential of the file': credentialsOf(document, 'downloadExport'),
    operations: operationsOf(document).map(({ method, path }) => `${method} ${path}`),
    'attributes of an export': Object.keys(attributes),
    'callback methods': enumOf(document, attributes['callback_method']),
    'callback parameters': callbackOf(document),
    'filters of the list': listFilters(document).map(([name]) => name),
    'sorting of the list': enumOf(document, parameterOf(document, 'sort')?.items).filter((one) => !one.startsWith('-')),
  }
}

const filtersOf = (document: Document, type: string): Words => {
  const attributes = document.components.schemas[createSchemas(document)[type] ?? ''] ?? {}
  const filters = propertiesOf(document, attributes)['filters'] ?? {}
  const { required = [] } = resolve(document, filters)
  const names = Object.keys(propertiesOf(document, filters))
  return Object.fromEntries(names.map((name) => [name, [required.includes(name) ? 'required' : 'optional']]))
}

/** Each column with its role. If a file is known only in part, its optional columns are hints. */
const columnsOf = (document: Document, type: string): Words => {
  const [main] = recordSchemas(document)[type] ?? []
  if (main === undefined) return {}
  const { properties = {}, required = [], 'x-layout': layout } = document.components.schemas[main] ?? {}
  const columns = Object.entries(properties).map(([property, one]): [string, string[]] => {
    const isHint = layout?.known === 'part' && !required.includes(property)
    return [one['x-csv-column'] ?? '', [one['x-role'] ?? (isHint ? 'hint' : 'yes')]]
  })
  return { layout: [layout?.name ?? ''], ...Object.fromEntries(columns) }
}

const tableOf = (documents: Document[], title: string, wordsOf: (document: Document) => Words): Table => {
  const columns = documents.map(wordsOf)
  const names = [...new Set(columns.flatMap((one) => Object.keys(one)))]
  return { title, rows: names.map((name) => ({ name, cells: columns.map((one) => one[name] ?? []) })) }
}

export const overviewOf = (documents: Document[]): Overview => {
  const types = [...new Set(documents.flatMap((document) => Object.keys(createSchemas(document))))]
  return {
    versions: documents.map(({ info }) => info.version),
    tables: [
      tableOf(documents, 'Versions', generalOf),
      ...types.map((type) =>
        tableOf(documents, `Filters of ${type}`, (document) =>
          createSchemas(document)[type] === undefined ? {} : filtersOf(document, type),
        ),
      ),
      ...types.map((type) => ({
        ...tableOf(documents, `Columns of ${type}`, (document) => columnsOf(document, type)),
        note: 'A column that is a property of a `Call` says which one. A hint may be missing from the file.',
      })),
    ],
  }
}

const cell = (words: readonly string[]): string => words.join(', ')

/** An overview as Markdown. */
export const renderOverview = ({ versions, tables }: Overview): string =>
  tables
    .map(({ title, note, rows }) =>
      [
        `## ${title}\n`,
        ...(note === undefined ? [] : [`${note}\n`]),
        `| | ${versions.join(' | ')} |`,
        `| --- | ${versions.map(() => '---').join(' | ')} |`,
        ...rows.map(({ name, cells }) => `| ${name} | ${cells.map(cell).join(' | ')} |`),
      ].join('\n'),
    )
    .join('\n\n') + '\n'
