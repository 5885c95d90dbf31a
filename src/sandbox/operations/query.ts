import { facts } from '../../../generated/facts.js'
import type { Context } from '../context.js'
import type { Parameter, Schema } from '../document/openapi.js'
import { recordedError } from '../document/recorded.js'
import { resolve } from '../document/resolve.js'
import { Refusal } from '../refusal.js'

type Value = string | number | readonly string[]

/** The query of a request, checked against the document. */
export interface Query {
  readonly sort: readonly string[]
  readonly page: { readonly number: number; readonly size: number }
  readonly fields?: readonly string[]
  readonly filter: Readonly<Record<string, Value>>
}

const bad = (title: string, detail: string, code: string, parameter: string): Refusal =>
  new Refusal(400, [{ title, detail, code, source: { parameter }, status: '400' }])

const notAllowed = (name: string, parameter: string): Refusal => {
  const recorded = recordedError(400, 'filter-not-allowed')
  if (parameter.startsWith('filter')) {
    return new Refusal(400, [{ ...recorded, detail: recorded.detail.replace(/^\S+/, name) }])
  }
  return bad('Param not allowed', `${name} is not allowed.`, '105', parameter)
}

const isValid = ({ api }: Context, schema: Schema, value: Value): boolean => api.validator(schema)(value)

/** Converts a parameter to the type of its schema. */
const typed = (text: string, schema: Schema): Value => {
  const types = [schema.type].flat()
  if (types.includes('array')) return text.split(',')
  return types.includes('integer') && /^-?\d+$/.test(text) ? Number(text) : text
}

/** The schemas of the names in brackets: members of one parameter, or parameters of their own. */
const bracketed = ({ api: { document }, endpoint }: Context, name: string): Readonly<Record<string, Schema>> =>
  Object.fromEntries(
    endpoint.query.flatMap((one): [string, Schema][] => {
      const member = one.name.startsWith(`${name}[`) ? /\[(.+)\]$/.exec(one.name)?.[1] : undefined
      if (member !== undefined) return [[member, one.schema]]
      return one.name === name ? Object.entries(resolve(document, one.schema).properties ?? {}) : []
    }),
  )

/** The values of a parameter with brackets, such as `page[size]=50`. */
const membersOf = (context: Context, parameter: string): Record<string, Value> => {
  const { document } = context.api
  const properties = bracketed(context, parameter)
  const members: Record<string, Value> = {}
  for (const [key, text] of context.request.url.searchParams) {
    const [, name] = key.startsWith(`${parameter}[`) ? (/\[([^\]]*)\]$/.exec(key) ?? [key, key]) : []
    if (name === undefined) continue
    const schema = Object.hasOwn(properties, name) && properties[name]
    if (!schema) throw notAllowed(name, key)
    const value = typed(text, resolve(document, schema))
    if (!isValid(context, schema, value)) throw invalid(name, text, key)
    members[name] = value
  }
  return members
}

const invalid = (name: string, text: string, key: string): Refusal => {
  if (key.startsWith('page'))
    return bad('Invalid page value', `${text} is not a valid value for page[${name}].`, '118', key)
  if (key.startsWith('fields')) return bad('Invalid field', `${text} is not a valid field.`, '104', key)
  return bad('Invalid filter value', `${text} is not a valid value for ${name}.`, '103', key)
}

const sortOf = (context: Context, parameter: Parameter): string[] => {
  const keys = (context.request.url.searchParams.get(parameter.name) ?? '').split(',').filter(Boolean)
  const { items = {} } = resolve(context.api.document, parameter.schema)
  const wrong = keys.find((key) => !isValid(context, items, key))
  if (wrong === undefined) return keys
  throw bad('Invalid sort criteria', `${wrong} is not a valid sort criteria.`, '114', parameter.name)
}

/**
 * Reads the parameters of the operation from the query. Other names are ignored.
 *
 * @throws {Refusal} 400 for an unknown filter, field or sort order, or a page out of range.
 */
export const queryOf = (context: Context): Query => {
  const named = (name: string): Parameter | undefined => context.endpoint.query.find((one) => one.name === name)
  const sort = named('sort')
  const paging = named('page') ? membersOf(context, 'page') : {}
  const sparse = named('fields') ? membersOf(context, 'fields')[facts[context.api.version].resourceType] : undefined
  return {
    sort: sort ? sortOf(context, sort) : [],
    page: { number: Number(paging['number'] ?? 1), size: Number(paging['size'] ?? 50) },
    ...(sparse !== undefined && { fields: [sparse].flat().join(',').split(',') }),
    filter: membersOf(context, 'filter'),
  }
}
