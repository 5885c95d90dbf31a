import { facts, filterValues } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import { noSuchType } from '../../api/export-types.js'
import { startColumnOf } from '../../api/start-column.js'
import type { CreateAttributes, ExportType } from '../../api/types.js'
import { attributesFor } from '../../client/create-attributes.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { formatPeriod, formatTime, type Period } from '../../periods/period.js'
import { coverOf } from '../../periods/periods-for.js'
import type { CheckedUnit } from './unit.js'

/** Which generation of which unit is requested. */
interface Attempt {
  readonly key: string
  readonly generation: number
}

/** The reference of a generation's export, where the version has references. */
export const referenceOf = (apiVersion: ApiVersion, { key, generation }: Attempt): string | undefined =>
  facts[apiVersion].reference && `${key}-g${generation}`

/**
 * A request with two times ends at least this many milliseconds ago by our clock: its end must not lie in the future,
 * and the clock of the API may be behind ours. `doctor` refuses a clock that differs by more.
 */
export const CLOCK_MARGIN_MS: number = 5 * 60_000

/**
 * The create request for a unit. Where only months and days can be asked for, it asks for the one that contains the
 * unit's period. Where two times are sent, they must not lie in the future: a unit that has not
 * ended, or has only just ended, is requested up to some minutes ago, and is provisional.
 *
 * @throws {PeriodError} `not_expressible`, when one export of the version cannot have all of this period;
 * `in_future`, when the period has only just started.
 * @throws {ConfigurationError} when the version has no such export type; `invalid_unit`, when a filter would ask for
 * another period than the unit's.
 */
export const createRequestFor = (
  apiVersion: ApiVersion,
  { unit, period }: CheckedUnit,
  attempt: Attempt,
  now: number,
): CreateAttributes<ApiVersion, ExportType<ApiVersion>> => {
  const { reference, timeFormat, filters: types } = facts[apiVersion]
  const exportType = exportTypeOf(apiVersion, unit.export_type)
  const { did, trunk, ...others } = unit.filter
  const names: { readonly to?: string; readonly [meaning: string]: string | undefined } = types[exportType]
  const reserved = Object.keys(others).find((name) => Object.values(names).includes(name))
  if (reserved !== undefined) throw misplaced(reserved)
  const cover = coverOf(apiVersion, exportType, period)
  const { filters, ...attributes } = attributesFor(apiVersion, exportType, { period: cover, did, trunk }) as {
    filters?: Record<string, string>
  }
  const end = timeFormat !== undefined &&
    names.to !== undefined && { [names.to]: formatTime(endOf(period, now), timeFormat) }
  return {
    ...attributes,
    filters: wireValues(apiVersion, { ...filters, ...others, ...end }),
    ...(reference && { [reference.attribute]: referenceOf(apiVersion, attempt) }),
  } as CreateAttributes<ApiVersion, ExportType<ApiVersion>>
}

/**
 * The column by which the calls of a unit are told from others in the file of its export; undefined when the export can
 * be asked for the unit's period exactly. It is the column of the start (`x-role` of the spec).
 *
 * @throws {PeriodError} `not_expressible`, when no column of the file says when a call started.
 */
export const narrowedBy = (
  apiVersion: ApiVersion,
  { unit, period }: Pick<CheckedUnit, 'unit' | 'period'>,
): string | undefined => {
  const exportType = exportTypeOf(apiVersion, unit.export_type)
  const cover = coverOf(apiVersion, exportType, period)
  if (cover.from === period.from && cover.to === period.to) return undefined
  const column = startColumnOf(apiVersion, exportType)
  if (column !== undefined) return column
  throw new PeriodError('not_expressible', `No column of ${exportType} says when a call started`, {
    hint: 'Ask for whole calendar months in UTC.',
  })
}

const exportTypeOf = (apiVersion: ApiVersion, type: string): ExportType<ApiVersion> => {
  if (Object.hasOwn(facts[apiVersion].filters, type)) return type as ExportType<ApiVersion>
  throw noSuchType(type, [apiVersion])
}

/** Where a request with two times ends. A later generation gets the calls after that. */
const endOf = (period: Period, now: number): number => {
  const end = Math.min(period.to, Math.floor((now - CLOCK_MARGIN_MS) / 1000) * 1000)
  if (end > period.from) return end
  throw new PeriodError('in_future', `The period ${formatPeriod(period)} has only just started`, {
    hint: `Ask for it ${CLOCK_MARGIN_MS / 60_000} minutes after its start.`,
  })
}

/** Splits the values of filters that take several; a unit keeps them as one text. */
const wireValues = (apiVersion: ApiVersion, filters: Record<string, string>): Record<string, string | string[]> => {
  const { manyValued } = filterValues[apiVersion]
  const isList = (name: string, text: string): boolean => manyValued.includes(name) && text.includes(',')
  return Object.fromEntries(
    Object.entries(filters).map(([name, text]) => [name, isList(name, text) ? text.split(',') : text]),
  )
}

/** A unit of one month that asks for another month's calls would be a wrong bill. */
const misplaced = (name: string): ConfigurationError =>
  new ConfigurationError('invalid_unit', `Invalid unit: ${name} does not belong in its filter`, {
    hint: 'Give the period as from and to, a DID as did, a trunk as trunk.',
  })
