import { bodyOf, type Document, operationsOf, resolve, type Schema } from './document.js'
import { renderTables } from './tables.js'

interface Shape {
  type: string[]
  format?: string
  values?: (string | null)[]
  required?: string[]
  members?: Record<string, Shape>
  items?: Shape
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What two shapes have in common: members that both have, with what is the same in both. */
const common = (one: Shape, other: Shape): Shape => {
  const { members: theirs = {} } = other
  const members = Object.entries(one.members ?? {}).flatMap(([name, member]) =>
    theirs[name] ? [[name, common(member, theirs[name])] as const] : [],
  )
  return {
    type: same(one.type, other.type) ? one.type : [],
    ...(same(one.format, other.format) && one.format && { format: one.format }),
    ...(same(one.values, other.values) && one.values && { values: one.values }),
    ...(one.required && { required: one.required.filter((name) => other.required?.includes(name)) }),
    ...(members.length > 0 && { members: Object.fromEntries(members) }),
    ...(same(one.items, other.items) && one.items && { items: one.items }),
  }
}

/**
 * A response schema, reduced to what is checked of an answer. For alternatives it is what they have in common. Members
 * with `x-passed-on` are left out: the caller gets them as they came.
 */
export const shapeOf = (document: Document, node: Schema): Shape => {
  const schema = resolve(document, node)
  if (schema.oneOf) return schema.oneOf.map((one) => shapeOf(document, one)).reduce(common)
  const checked = Object.entries(schema.properties ?? {}).filter(
    ([, member]) => !resolve(document, member)['x-passed-on'],
  )
  const names = checked.map(([name]) => name)
  const values = schema.const === undefined ? (schema['x-closed'] ? schema.enum : undefined) : [schema.const]
  return {
    type: [schema.type ?? []].flat(),
    ...(schema.format === 'uuid' && { format: 'uuid' }),
    ...(values && { values }),
    ...(schema.required && { required: schema.required.filter((name) => names.includes(name)) }),
    ...(schema.properties && {
      members: Object.fromEntries(checked.map(([name, member]) => [name, shapeOf(document, member)])),
    }),
    ...(schema.items && { items: shapeOf(document, schema.items) }),
  }
}

const shapesOf = (document: Document): Record<string, Shape> =>
  Object.fromEntries(
    operationsOf(document).flatMap(({ operation, answer }) => {
      const { schema } = bodyOf(document, answer, operation.operationId)
      const shape = shapeOf(document, schema)
      return shape.type.includes('object') ? [[operation.operationId, shape]] : []
    }),
  )

const TYPES = `import type { ApiVersion } from './versions.js'

/** What is checked of a JSON value. */
export interface Shape {
  readonly type: readonly string[]
  readonly format?: 'uuid'
  /** The only values allowed. */
  readonly values?: readonly (string | null)[]
  readonly required?: readonly string[]
  readonly members?: { readonly [name: string]: Shape }
  readonly items?: Shape
}

export interface AnswerShapes {
  readonly createExport: Shape
  readonly listExports: Shape
  readonly retrieveExport: Shape
  readonly updateExport?: Shape
}
`

/** The shape of each JSON answer. */
export const renderAnswers = (documents: Document[]): string => {
  const shapes = Object.fromEntries(documents.map((document) => [document.info.version, shapesOf(document)]))
  return `${TYPES}\n${renderTables({ 'export const answers: { readonly [V in ApiVersion]: AnswerShapes }': shapes })}`
}
