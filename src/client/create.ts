import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { resolveAmbiguity } from './ambiguous-create.js'
import type { Call } from './call.js'
import type { RequestOptions } from './options.js'
import type { RecentIds } from './recent-ids.js'
import type { Settings } from './settings.js'
import { toExport } from './to-export.js'
import type { CreateAttributes, Export, ExportType } from './types.js'

export const createExport =
  <V extends ApiVersion>(call: Call<V>, settings: Settings<V>, recent: RecentIds) =>
  async <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options?: RequestOptions,
  ): Promise<Export<V, T>> => {
    checkAttributes(attributes)
    const body = { data: { type: facts[settings.apiVersion].resourceType, attributes: withTextFilters(attributes) } }
    const startedAt = settings.clock.now()
    try {
      const { data } = await call('createExport', { body }, options)
      recent.add(data.id)
      return toExport(data)
    } catch (error) {
      throw await resolveAmbiguity(call, error, { attributes, startedAt }, options)
    }
  }

/** Filters travel as strings, as in every example of the provider: `2021` and `'2021'` are the same. */
const withTextFilters = <A extends object>(attributes: A): A & { filters: object } => {
  const filters: Record<string, unknown> = { ...('filters' in attributes ? (attributes.filters as object) : {}) }
  for (const [name, value] of Object.entries(filters)) if (typeof value === 'number') filters[name] = String(value)
  return { ...attributes, filters }
}

const checkAttributes = (attributes: unknown): void => {
  if (typeof attributes === 'object' && attributes !== null && 'export_type' in attributes) return
  throw new ConfigurationError('invalid_option', 'create() takes { export_type, filters }')
}
