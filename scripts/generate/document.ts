/** The parts of a bundled OpenAPI document that the generator reads. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  const?: string
  maximum?: number
  enum?: (string | null)[]
  required?: string[]
  dependentRequired?: Record<string, string[]>
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  discriminator?: { propertyName: string; mapping?: Record<string, string> }
  contentSchema?: Schema
  'x-closed'?: boolean
  'x-passed-on'?: boolean
  'x-filter'?: string
  'x-time-format'?: string
  'x-match'?: 'contains'
  'x-reference'?: boolean
  'x-csv-column'?: string
  'x-csv-aliases'?: string[]
  'x-role'?: string
  'x-export-type'?: string
  'x-layout'?: { name: string; known: 'whole' | 'part' }
}

export interface Media {
  schema?: Schema
  examples?: Record<string, { value: unknown }>
}

export interface Reply {
  $ref?: string
  headers?: Record<string, { $ref?: string }>
  content?: Record<string, Media>
}

export interface Parameter {
  $ref?: string
  name: string
  in: string
  schema?: Schema
}

/** The credentials that a request needs: any one of the entries, with its scopes. */
export type Security = Record<string, string[]>[]

export interface SecurityScheme {
  type: string
  name?: string
  scheme?: string
  'x-audience'?: string
  'x-scope'?: string
}

export interface Operation {
  operationId: string
  security?: Security
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Reply>
  'x-retry'?: string
  'x-window'?: { previousMonths: number }
  'x-retention'?: { months: number }
  'x-polling'?: {
    completed: string
    minDelaySeconds: number
    maxDelaySeconds: number
    maxWaitSeconds: number
  }
  'x-signing-key'?: string
  'x-delivery'?: { timeoutSeconds: number; waitSeconds: number[] }
}

export type PathItem = Record<string, Operation>

export interface Document {
  info: { version: string; 'x-default-version'?: boolean }
  servers: { url: string; 'x-environment'?: string }[]
  security?: Security
  paths: Record<string, PathItem>
  webhooks: Record<string, PathItem>
  components: {
    schemas: Record<string, Schema>
    parameters: Record<string, Parameter>
    headers?: Record<string, unknown>
    securitySchemes: Record<string, SecurityScheme>
  }
}

/** The error that stops generation: says what the spec lacks. */
export const missing = (version: string, what: string): Error => new Error(`spec/${version}.yaml: ${what}`)

/** Follows a local `$ref` and keeps the members next to it. */
export const resolve = <T extends { $ref?: string }>(document: Document, node: T): T => {
  if (node.$ref === undefined) return node
  const { $ref, ...beside } = node
  const steps = $ref.replace(/^#\//, '').split('/')
  let target: unknown = document
  for (const step of steps) target = (target as Record<string, unknown>)[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  if (target === undefined) throw missing(document.info.version, `nothing at ${$ref}`)
  return { ...resolve(document, target as T), ...beside }
}

/** The name of the component that a schema refers to; its generated type has the same name. */
export const componentName = (document: Document, schema: Schema | undefined, what: string): string => {
  const name = schema?.$ref?.match(/^#\/components\/schemas\/(\w+)$/)?.[1]
  if (name === undefined) throw missing(document.info.version, `${what} must be a $ref to a component schema`)
  return name
}

const HTTP_METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const

export interface OperationAt {
  method: string
  path: string
  operation: Operation
  /** The documented 2xx status. */
  success: string
  answer: Reply
}

export const operationsOf = (document: Document): OperationAt[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = item[method]
      if (!operation) return []
      const success = Object.keys(operation.responses).find((status) => status.startsWith('2'))
      if (success === undefined) throw missing(document.info.version, `${operation.operationId} has no 2xx answer`)
      const answer = resolve(document, operation.responses[success] ?? {})
      return [{ method: method.toUpperCase(), path, operation, success, answer }]
    }),
  )

export const operationNamed = (document: Document, id: string): OperationAt => {
  const found = operationsOf(document).find(({ operation }) => operation.operationId === id)
  if (!found) throw missing(document.info.version, `no operation ${id}`)
  return found
}

/** Media type and schema of a body. */
export const bodyOf = (
  document: Document,
  body: { content?: Record<string, Media> } | undefined,
  what: string,
): { mediaType: string; schema: Schema } => {
  const [mediaType, media] = Object.entries(body?.content ?? {})[0] ?? []
  if (mediaType === undefined || media?.schema === undefined) {
    throw missing(document.info.version, `${what} has no body with a schema`)
  }
  return { mediaType, schema: media.schema }
}

/** The schema of the create attributes of each export type, from the discriminator's mapping. */
export const createSchemas = (document: Document): Record<string, string> => {
  const { schema } = bodyOf(document, operationNamed(document, 'createExport').operation.requestBody, 'createExport')
  const data = resolve(document, resolve(document, schema).properties?.['data'] ?? {})
  const attributes = resolve(document, data.properties?.['attributes'] ?? {})
  const mapping = attributes.discriminator?.mapping
  if (!mapping) throw missing(document.info.version, 'the create attributes need a discriminator with a mapping')
  return Object.fromEntries(
    Object.entries(mapping).map(([type, $ref]) => [type, componentName(document, { $ref }, `mapping of ${type}`)]),
  )
}

/** The record schemas of each export type in the order of the spec, the main layout first. */
export const recordSchemas = (document: Document): Record<string, string[]> => {
  const { schema } = bodyOf(document, operationNamed(document, 'downloadExport').answer, 'downloadExport')
  const layouts = resolve(document, schema).contentSchema?.items?.anyOf ?? []
  const byType: Record<string, string[]> = {}
  for (const layout of layouts) {
    const type = resolve(document, layout)['x-export-type']
    if (type === undefined) throw missing(document.info.version, `${layout.$ref ?? 'a record'} has no x-export-type`)
    ;(byType[type] ??= []).push(componentName(document, layout, 'a record layout'))
  }
  for (const type of Object.keys(createSchemas(document))) {
    if (!byType[type]) throw missing(document.info.version, `${type} can be created but has no record schema`)
  }
  return byType
}
