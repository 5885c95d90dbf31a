import { kindOf } from './columns.js'
import { type Document, missing, recordSchemas, type Schema } from './document.js'
import { ADDED, ROLES } from './roles.js'

/** Records with the same properties, whatever their versions and export types. */
interface Form {
  /** Types of the records, one for each version and export type. */
  types: string[]
  /** For messages. */
  name: string
  properties: string[]
  /** Properties that are optional in the type of the record. */
  optional: Set<string>
  /** The properties that have each role. */
  roles: Record<string, string[]>
}

const propertiesOf = (document: Document, name: string): Record<string, Schema> =>
  document.components.schemas[name]?.properties ?? {}

/** The properties of a record by their role. Throws if a property has the wrong kind for its role. */
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

/** Checks that all layouts have the same roles, because a record has the properties of the main layout. */
const checkLayouts = (document: Document, names: readonly string[]): void => {
  const [main = '', ...others] = names
  for (const other of others) {
    for (const [property, schema] of Object.entries(propertiesOf(document, other))) {
      if (schema['x-role'] === propertiesOf(document, main)[property]?.['x-role']) continue
      throw missing(document.info.version, `${other}.${property} must have the x-role that it has in ${main}`)
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

/** Merges the forms with the same properties, because their records cannot be told apart. */
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
  // Longest first: a record that matches a form with more properties is of that form.
  return [...byKey.values()].toSorted((one, other) => other.properties.length - one.properties.length)
}

const renderForm = (form: Form, index: number, all: readonly Form[]): string => {
  const rarity = (property: string): number => all.filter(({ properties }) => properties.includes(property)).length
  const rarestFirst = form.properties.toSorted((one, other) => rarity(one) - rarity(other))
  const checks = rarestFirst.map((property) => `one.${property} !== undefined`).join(' &&\n  ')
  return `type Record${index} =\n  | ${form.types.join('\n  | ')}

/** ${form.name}${form.types.length > 1 ? ', and others with the same columns' : ''}. */
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

/** The properties that have each role, by version and export type. */
const renderRoles = (documents: readonly Document[]): string => {
  const roles = documents.map((document) => {
    const types = Object.entries(recordSchemas(document)).map(([type, [main = '']]) => [type, rolesOf(document, main)])
    return [document.info.version, Object.fromEntries(types)] as const
  })
  return JSON.stringify(Object.fromEntries(roles), null, 2)
}

/** `Call`, which is the same for every version, and the function that reads a record as one. */
export const renderCalls = (documents: Document[]): string => {
  const forms = merged(documents.flatMap(formsOf))
  return `import type { ApiVersions } from './versions.js'

/**
 * A call in terms that are the same for every version and export type. A property is null if the version has no column
 * for it, or if the column is empty.
 */
export interface Call {
${renderCall()}
}

${forms.map(renderForm).join('\n')}
/** A record of a call, of any version and export type. */
export type CallRecord = ${forms.map((_, index) => `Record${index}`).join(' | ')}

/**
 * The call of a record; \`undefined\` if the record has an unknown set of properties. Each property is read by a line
 * of its own, which is much faster than reading names from a table.
 *
 * @param add - Adds up columns that make one value together.
 */
export const readCall = (
  record: object,
  add: (amounts: readonly (string | null)[]) => string | null,
): Call | undefined => {
${forms.map((form, index) => `  if (isRecord${index}(record)) {\n    return ${renderReading(form)}\n  }`).join('\n')}
  return undefined
}

/** Names of the properties in a record that each value of a call is made of, by version and export type. */
export const callRoles: Readonly<
  Record<string, Readonly<Record<string, { readonly [R in keyof Call]?: readonly string[] }>>>
> = ${renderRoles(documents)}
`
}
