import { facts } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import type { Selection } from '../calls/select.js'
import type { Filters } from '../store.js'
import { type FilterNames, spanOf } from './period-of.js'

/** The filters a version has for an export type, by what they mean. */
export const filterNamesOf = (version: ApiVersion, type: string): FilterNames =>
  (facts[version].filters as Readonly<Record<string, FilterNames>>)[type] ?? {}

/** The calls that filters select. Filters beyond period, number and trunk compare with a column of that name. */
export const selectionOf = (version: ApiVersion, type: string, filters: Filters): Selection => {
  const names = filterNamesOf(version, type)
  const meant = new Set<string>(Object.values(names))
  const did = names.did === undefined ? undefined : filters[names.did]
  const trunk = names.trunk === undefined ? undefined : filters[names.trunk]
  return {
    type,
    ...spanOf(filters, names),
    ...(did !== undefined && { did: String(did) }),
    ...(trunk !== undefined && { trunks: [trunk].flat() }),
    others: Object.fromEntries(
      Object.entries(filters)
        .filter(([name]) => !meant.has(name))
        .map(([name, value]) => [name, [value].flat()]),
    ),
  }
}
