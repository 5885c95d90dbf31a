import { facts } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import { type FilterNames, filterNames, noSuchType } from '../../api/export-types.js'
import type { CreateAttributes, ExportType } from '../../api/types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { parsePeriod, parseTime, type Period } from '../../periods/period.js'
import { takesTimes } from '../../periods/periods-for.js'
import { type CheckedUnit, createUnit } from './unit.js'

/**
 * The unit that a create request asks for. Filters that mean the same make the same unit: `month: 2` and
 * `month: '02'`, or a time in either form.
 *
 * @throws {PeriodError} `malformed`, when the filters contain no period.
 * @throws {ConfigurationError} when a reference is given: a pull finds its exports by references of its own.
 */
export const unitOf = <V extends ApiVersion, T extends ExportType<V>>(
  apiVersion: V,
  account: string,
  attributes: CreateAttributes<V, T>,
): CheckedUnit => {
  const { export_type, filters = {} } = attributes as { export_type: T; filters?: object }
  const names = filterNames(apiVersion, export_type)
  if (!names) throw noSuchType(export_type, [apiVersion])
  refuseReference(apiVersion, attributes)
  const { year, month, day, from, to, ...filter } = byMeaning(filters, names)
  const period = takesTimes(names) ? timePeriod({ from, to }) : calendarPeriod({ year, month, day })
  return createUnit({ account, export_type: String(export_type), period, filter })
}

/** @throws {ConfigurationError} when a reference is given. */
export const refuseReference = (apiVersion: ApiVersion, attributes: object): void => {
  const reference = facts[apiVersion].reference?.attribute
  if (reference !== undefined && (attributes as Record<string, unknown>)[reference] !== undefined) {
    throw new ConfigurationError('invalid_option', `A pull sets ${reference} itself`)
  }
}

/** The values of filters by what these mean; a filter without a meaning keeps its name. */
const byMeaning = (filters: object, names: FilterNames): FilterNames => {
  const meanings = new Map(Object.entries(names).map(([meaning, name]) => [name, meaning]))
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[meanings.get(name) ?? name, textOf(value)]],
    ),
  )
}

/** A filter's value as text; several are sorted, so that their order does not matter. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? [...new Set(value.map(String))].sort().join(',') : String(value)

const malformed = (why: string): PeriodError => new PeriodError('malformed', `The filters contain no period: ${why}`)

const calendarPeriod = ({ year, month, day }: FilterNames): Period => {
  if (year === undefined || month === undefined) throw malformed('year and month are needed')
  const two = (text: string): string => text.padStart(2, '0')
  return parsePeriod([year, two(month), ...(day === undefined ? [] : [two(day)])].join('-'))
}

const timePeriod = ({ from = '', to = '' }: FilterNames): Period => {
  const period = { from: parseTime(from), to: parseTime(to) }
  if (period.from === undefined || period.to === undefined) {
    throw malformed('from and to are needed, as YYYY-MM-DD HH:MM:SS or ISO 8601 in UTC')
  }
  if (period.from >= period.to) throw malformed('it must end after it starts')
  return { from: period.from, to: period.to }
}
