import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'

/** The error for an export type that none of the versions has. */
export const noSuchType = (type: unknown, versions: readonly ApiVersion[]): ConfigurationError => {
  const known = new Set(versions.flatMap((version) => Object.keys(facts[version].filters)))
  const text = `There is no export type ${String(type)} in ${versions.join(', ')}`
  return new ConfigurationError('invalid_option', text, { hint: `Known types: ${[...known].join(', ')}.` })
}
