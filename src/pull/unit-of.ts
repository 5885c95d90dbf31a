import { type FilterMeaning, facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { parsePeriod, type Period } from '../client/period.js'
import type { CreateAttributes, ExportType } from '../client/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { PeriodError } from '../errors/period-error.js'
import type { Unit } from './unit.js'

type WireNames = Partial<Record<FilterMeaning, string>>

const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

const two = (text: string | undefined): string => (text ?? '').padStart(2, '0')

/** The period that the filters of a calendar month or day ask for. */
const periodOf = ({ year, month, day, ...beside }: Partial<Record<FilterMeaning, string>>): [Period, object] => {
  if (year === undefined || month === undefined) {
    throw new PeriodError('malformed', 'The filters name no period: year and month are needed')
  }
  return [parsePeriod([year, two(month), ...(day === undefined ? [] : [two(day)])].join('-')), beside]
}

/**
 * The unit that a create asks for. Filters that mean the same make the same unit: `month: 2` and
 * `month: '02'`.
 *
 * @throws {PeriodError} `malformed`, when the filters name no period.
 */
export const unitOf = <V extends ApiVersion, T extends ExportType<V>>(
  apiVersion: V,
  account: string,
  attributes: CreateAttributes<V, T>,
): Unit => {
  const { export_type, filters } = attributes as { export_type: T; filters?: object }
  const types: Partial<Record<PropertyKey, WireNames>> = facts[apiVersion].filters
  const names = Object.hasOwn(types, export_type) ? types[export_type] : undefined
  if (!names)
    throw new ConfigurationError('invalid_option', `There is no export type ${String(export_type)} in ${apiVersion}`)
  const meanings = new Map(Object.entries(names).map(([meaning, name]) => [name, meaning]))
  const byMeaning = Object.fromEntries(
    Object.entries(filters ?? {}).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[meanings.get(name) ?? name, String(value)]],
    ),
  )
  const [{ from, to }, filter] = periodOf(byMeaning)
  return { account, export_type: String(export_type), from: instant(from), to: instant(to), filter: { ...filter } }
}
