import {
  createSchemas,
  type Document,
  operationNamed,
  operationsOf,
  bodyOf,
  recordSchemas,
  resolve,
  type Schema,
} from '../generate/document.js'

/** Names that a version has, of one kind. */
export interface Aspect {
  label: string
  names: string[]
}

/** The members of a schema, through what it refers to and what it chooses from. */
const membersOf = (document: Document, schema: Schema | undefined): Record<string, Schema> => {
  const { properties = {}, oneOf = [], anyOf = [] } = resolve(document, schema ?? {})
  const parts = [...oneOf, ...anyOf].map((part) => membersOf(document, part))
  return Object.assign({}, ...parts, properties) as Record<string, Schema>
}

const valuesOf = (document: Document, schema: Schema | undefined): string[] => {
  const { enum: values = [], oneOf = [], anyOf = [] } = resolve(document, schema ?? {})
  const parts = [...oneOf, ...anyOf].flatMap((part) => valuesOf(document, part))
  return [...values.filter((value) => value !== null), ...parts]
}

const attributesOf = (document: Document): Record<string, Schema> => {
  const { schema } = bodyOf(document, operationNamed(document, 'retrieveExport').answer, 'retrieveExport')
  const { data } = membersOf(document, schema)
  return membersOf(document, membersOf(document, data)['attributes'])
}

const listFilters = (document: Document): string[] => {
  const parameters = operationNamed(document, 'listExports').operation.parameters ?? []
  const filter = parameters.map((one) => resolve(document, one)).find(({ name }) => name === 'filter')
  return Object.keys(membersOf(document, filter?.schema))
}

const callback = (document: Document): string[] => {
  const body = document.webhooks['exportCompleted']?.['post']?.requestBody
  return body === undefined ? [] : Object.keys(membersOf(document, bodyOf(document, body, 'exportCompleted').schema))
}

const filtersOf = (document: Document, attributes: Schema): string[] => {
  const filters = membersOf(document, attributes)['filters']
  const { required = [] } = resolve(document, filters ?? {})
  return Object.keys(membersOf(document, filters)).map((name) => (required.includes(name) ? `${name} *` : name))
}

const columnsOf = (document: Document, record: string): string[] =>
  Object.values(document.components.schemas[record]?.properties ?? {}).map((column) => column['x-csv-column'] ?? '')

/** What a version has, to be shown beside others. A star marks what is required. */
export const aspectsOf = (document: Document): Aspect[] => {
  const attributes = attributesOf(document)
  const creates = Object.entries(createSchemas(document)).map(
    ([type, name]) => [type, document.components.schemas[name] ?? {}] as const,
  )
  const orders = creates.flatMap(([, schema]) => Object.keys(membersOf(document, schema)))
  return [
    { label: 'Operations', names: operationsOf(document).map(({ method, path }) => `${method} ${path}`) },
    { label: 'Export types', names: creates.map(([type]) => type) },
    ...creates.map(([type, schema]) => ({ label: `Filters of ${type}`, names: filtersOf(document, schema) })),
    { label: 'Attributes to create with', names: [...new Set(orders)] },
    { label: 'Attributes in answers', names: Object.keys(attributes) },
    { label: 'Statuses', names: valuesOf(document, attributes['status']) },
    { label: 'Callback methods', names: valuesOf(document, attributes['callback_method']) },
    { label: 'Members of a callback', names: callback(document) },
    { label: 'Filters of lists', names: listFilters(document) },
    { label: 'Credentials', names: Object.keys(document.components.securitySchemes) },
    ...Object.entries(recordSchemas(document)).map(([type, [main = '']]) => ({
      label: `Columns of ${type}`,
      names: columnsOf(document, main),
    })),
  ]
}

/** What came and went from one version to the next, of one kind. */
export interface Change {
  label: string
  came: string[]
  went: string[]
}

export const changesBetween = (older: readonly Aspect[], newer: readonly Aspect[]): Change[] => {
  const labels = new Set([...newer, ...older].map(({ label }) => label))
  const names = (aspects: readonly Aspect[], label: string): string[] =>
    aspects.find((aspect) => aspect.label === label)?.names ?? []
  return [...labels].flatMap((label) => {
    const [before, after] = [names(older, label), names(newer, label)]
    const came = after.filter((name) => !before.includes(name))
    const went = before.filter((name) => !after.includes(name))
    return came.length + went.length === 0 ? [] : [{ label, came, went }]
  })
}
