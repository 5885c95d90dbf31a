import { kindOf } from './columns.js'
import { type Document, missing, recordSchemas, type Schema } from './document.js'
import { ADDED, ROLES } from './roles.js'

/** The records of one form, whatever versions and export types have it. */
interface Form {
  /** The type of the records, for each version and export type. */
  types: string[]
  /** For messages. */
  name: string
  properties: string[]
  /** Those that a record can lack, as its type has it. */
  optional: Set<string>
  /** The properties that have each role. */
  roles: Record<string, string[]>
}

const propertiesOf = (document: Document, name: string): Record<string, Schema> =>
  document.components.schemas[name]?.properties ?? {}

/** The properties of a record by their role, each of a kind that the role can have. */
const rolesOf = (document: Document, name: string): Record<string, string[]> => {
  const { version } = document.info
  const roles: Record<string, string[]> = {}
  for (const [property, schema] of Object.entries(propertiesOf(document, name))) {
    const role = schema['x-role']
    if (role === undefined) continue
    const where = `${name}.${property}`
    const kind = ROLES[role]?.kind
    if (!kind) throw missing(version, `${where} has the x-role ${role}; there are ${Object.keys(ROLES).join(', ')}`)
    if (kindOf(schema) !== kind)
      throw missing(version, `${where} is a ${kindOf(schema)}, x-role ${role} needs a ${kind}`)
    const same = (roles[role] ??= [])
    same.push(property)
    if (same.length > 1 && !ADDED.includes(role)) {
      throw missing(version, `${name} has the x-role ${role} at ${same.join(' and ')}; only ${ADDED.join()} adds up`)
    }
  }
  return roles
}

/** A record has the properties of the main layout, so the roles of another layout cannot be others. */
const checkLayouts = (document: Document, names: readonly string[]): void => {
  const [main = '', ...others] = names
  for (const other of others) {
    for (const [property, schema] of Object.entries(propertiesOf(document, other))) {
      if (schema['x-role'] === propertiesOf(document, main)[property]?.['x-role']) continue
      throw missing(document.info.version, `${other}.${property} has not the x-role that it has in ${main}`)
    }
    rolesOf(document, other)
  }
}

const formsOf = (document: Document): Form[] =>
  Object.entries(recordSchemas(document)).flatMap(([type, names]) => {
    const [main = ''] = names
    checkLayouts(document, names)
    const roles = rolesOf(document, main)
    if (Object.keys(roles).length === 0) return []
    const { version } = document.info
    const properties = Object.keys(propertiesOf(document, main))
    const required = document.components.schemas[main]?.required ?? []
    const optional = new Set(properties.filter((property) => !required.includes(property)))
    const record = `ApiVersions['${version}']['record']['${type}']`
    return [{ types: [record], name: `${type} of ${version}`, properties, optional, roles }]
  })

const keyOf = ({ properties }: Form): string => properties.toSorted().join()

/** Records with the same properties are one form: they can only be read in one way. */
const merged = (forms: readonly Form[]): Form[] => {
  const byKey = new Map<string, Form>()
  for (const form of forms) {
    const before = byKey.get(keyOf(form))
    if (!before) byKey.set(keyOf(form), form)
    else if (JSON.stringify(before.roles) !== JSON.stringify(form.roles)) {
      throw missing('*', `${before.name} and ${form.name} have the same properties, so x-role must be the same in both`)
    } else {
      before.types.push(...form.types)
      for (const property of form.optional) before.optional.add(property)
    }
  }
  // A form that holds all properties of another is the likelier one.
  return [...byKey.values()].toSorted((one, other) => other.properties.length - one.properties.length)
}

const renderForm = (form: Form, index: number, all: readonly Form[]): string => {
  const rarity = (property: string): number => all.filter(({ properties }) => properties.includes(property)).length
  const rarestFirst = form.properties.toSorted((one, other) => rarity(one) - rarity(other))
  const checks = rarestFirst.map((property) => `one.${property} !== undefined`).join(' &&\n  ')
  return `type Record${index} =\n  | ${form.types.join('\n  | ')}

/** ${form.name}${form.types.length > 1 ? ', and what has the same columns' : ''}. */
const isRecord${index} = (record: object): record is Record${index} => {
  const one: Partial<Record${index}> = record
  return ${checks}
}
`
}

const renderReading = ({ roles, optional }: Form): string => {
  const values = Object.keys(ROLES).map((role) => {
    const read = (roles[role] ?? []).map((property) => `record.${property}${optional.has(property) ? ' ?? null' : ''}`)
    return `${role}: ${read.length > 1 ? `add([${read.join(', ')}])` : (read[0] ?? 'null')}`
  })
  return `{\n      ${values.join(',\n      ')},\n    }`
}

const renderCall = (): string =>
  Object.entries(ROLES)
    .map(
      ([role, { kind, says }]) =>
        `  /** ${says} */\n  readonly ${role}: ${kind === 'integer' ? 'number' : 'string'} | null`,
    )
    .join('\n')

/** The small shape that the calls of every version have, and how each record is read as one. */
export const renderCalls = (documents: Document[]): string => {
  const forms = merged(documents.flatMap(formsOf))
  return `import type { ApiVersions } from './versions.js'

/**
 * A call in the same few words, whatever the version and export type of its record. What the version has no
 * column for is null, as is what is empty.
 */
export interface Call {
${renderCall()}
}

${forms.map(renderForm).join('\n')}
/** A record of a call, of any version and export type. */
export type CallRecord = ${forms.map((_, index) => `Record${index}`).join(' | ')}

/**
 * The call of a record; \`undefined\` when the record has not all properties of a form that is known. Each property
 * is named by a line of its own, which V8 reads much faster than names out of a table.
 *
 * @param add - Adds up the columns that make one value together.
 */
export const readCall = (
  record: object,
  add: (amounts: readonly (string | null)[]) => string | null,
): Call | undefined => {
${forms.map((form, index) => `  if (isRecord${index}(record)) {\n    return ${renderReading(form)}\n  }`).join('\n')}
  return undefined
}
`
}
