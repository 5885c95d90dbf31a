import { createSchemas, type Document, missing, operationNamed, resolve, type Schema } from './document.js'

/** The wire name of each filter by its meaning, for each export type. */
export const filterFacts = (document: Document): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(createSchemas(document)).map(([type, name]) => {
      const attributes = document.components.schemas[name] ?? {}
      const filters = resolve(document, attributes.properties?.['filters'] ?? {})
      const byMeaning = Object.entries(filters.properties ?? {}).flatMap(([wire, schema]) =>
        schema['x-filter'] === undefined ? [] : [[schema['x-filter'], wire] as const],
      )
      return [type, Object.fromEntries(byMeaning)]
    }),
  )

/** The time format of the filters from and to, which must all have the same. */
export const timeFormatOf = (document: Document): string | undefined => {
  const formats = Object.values(createSchemas(document)).flatMap((name) => {
    const filters = resolve(document, propertyOf(document, document.components.schemas[name] ?? {}, 'filters'))
    const times = Object.values(filters.properties ?? {}).filter((one) => /^(from|to)$/.test(one['x-filter'] ?? ''))
    return times.map((time) => time['x-time-format'])
  })
  const [format, ...others] = new Set(formats)
  if (others.length > 0 || (format === undefined && formats.length > 0)) {
    throw missing(document.info.version, 'the filters from and to need one x-time-format, the same for all')
  }
  return format
}

export const propertyOf = (document: Document, schema: Schema, name: string): Schema =>
  resolve(document, schema).properties?.[name] ?? {}

const referenceIn = (document: Document, schema: Schema): string | undefined =>
  Object.entries(resolve(document, schema).properties ?? {}).find(([, one]) => one['x-reference'])?.[0]

/** The filters of the list. They are members of one parameter, or separate parameters. */
export const listFilters = (document: Document): [string, Schema][] => {
  const parameters = operationNamed(document, 'listExports').operation.parameters ?? []
  return parameters
    .map((one) => resolve(document, one))
    .flatMap(({ name, schema = {} }): [string, Schema][] => {
      const member = /^filter\[(.+)\]$/.exec(name)?.[1]
      if (member !== undefined) return [[member, schema]]
      return name === 'filter' ? Object.entries(resolve(document, schema).properties ?? {}) : []
    })
}

/** The filters of all export types that pass a test. */
const filtersThat = (document: Document, isSo: (filter: Schema) => boolean): string[] => {
  const names = Object.values(createSchemas(document)).flatMap((name) => {
    const filters = resolve(document, propertyOf(document, document.components.schemas[name] ?? {}, 'filters'))
    return Object.entries(filters.properties ?? {}).flatMap(([wire, one]) => (isSo(one) ? [wire] : []))
  })
  return [...new Set(names)]
}

/** The filters of exports that match more than the given value. */
export const inexactFilters = (document: Document): string[] =>
  filtersThat(document, (one) => one['x-match'] !== undefined)

/** The filters of exports that take several values, of which any matches. */
export const manyValuedFilters = (document: Document): string[] =>
  filtersThat(document, (one) => {
    const schema = resolve(document, one)
    return [schema, ...(schema.anyOf ?? [])].some(({ type }) => [type].flat().includes('array'))
  })

/** The attribute with the user's own name for an export, and the list filter that finds it. */
export const referenceOf = (document: Document): { attribute: string; filter: string } | undefined => {
  const attributes = new Set(
    Object.values(createSchemas(document)).map((name) =>
      referenceIn(document, document.components.schemas[name] ?? {}),
    ),
  )
  const filter = listFilters(document).find(([, schema]) => schema['x-reference'])?.[0]
  const [attribute, ...others] = attributes
  if (attribute === undefined && others.length === 0 && filter === undefined) return undefined
  if (attribute !== undefined && others.length === 0 && filter !== undefined) return { attribute, filter }
  throw missing(
    document.info.version,
    'x-reference must mark an attribute of every export type and a filter of the list',
  )
}
