import { facts, type FilterMeaning } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'

/** The wire names of filters by what these mean. */
export type FilterNames = { readonly [M in FilterMeaning]?: string | undefined }

/** The filters of an export type; undefined when the version has no such type. */
export const filterNames = (version: ApiVersion, type: PropertyKey): FilterNames | undefined => {
  const types: Partial<Record<PropertyKey, FilterNames>> = facts[version].filters
  return Object.hasOwn(types, type) ? types[type] : undefined
}

/** The error for an export type that none of the versions has. */
export const noSuchType = (type: unknown, versions: readonly ApiVersion[]): ConfigurationError => {
  const known = new Set(versions.flatMap((version) => Object.keys(facts[version].filters)))
  const text = `There is no export type ${String(type)} in ${versions.join(', ')}`
  return new ConfigurationError('invalid_option', text, { hint: `Known types: ${[...known].join(', ')}.` })
}
