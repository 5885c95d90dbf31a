import { facts, filterValues } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import { noSuchType } from '../../api/export-types.js'
import type { CreateAttributes, ExportType } from '../../api/types.js'
import { attributesFor } from '../../client/create-attributes.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { formatPeriod, formatTime, type Period } from '../../periods/period.js'
import { periodOf, type Unit } from './unit.js'

/** Which generation of which unit is asked for. */
interface Attempt {
  readonly key: string
  readonly generation: number
}

/** The name that a generation of a unit gives its export, where the version has such names. */
export const referenceOf = (apiVersion: ApiVersion, { key, generation }: Attempt): string | undefined =>
  facts[apiVersion].reference && `${key}-g${generation}`

const exportTypeOf = (apiVersion: ApiVersion, { export_type: type }: Unit): ExportType<ApiVersion> => {
  if (Object.hasOwn(facts[apiVersion].filters, type)) return type as ExportType<ApiVersion>
  throw noSuchType(type, [apiVersion])
}

/**
 * How far behind our clock an order by two times ends at the latest, in milliseconds: its end must not lie in the
 * future, and the clock of the API may be behind ours. `doctor` refuses a clock that is further off.
 */
export const CLOCK_MARGIN_MS: number = 5 * 60_000

/** Where an order by two times ends; the calls behind it are those of a later generation. */
const endOf = (period: Period, now: number): number => {
  const end = Math.min(period.to, Math.floor((now - CLOCK_MARGIN_MS) / 1000) * 1000)
  if (end > period.from) return end
  throw new PeriodError('in_future', `The period ${formatPeriod(period)} has only just begun`, {
    hint: `Ask for it ${CLOCK_MARGIN_MS / 60_000} minutes after its beginning.`,
  })
}

/**
 * What is sent to create the export of a unit. Two times must not lie in the future, so a unit that has not
 * ended, or only just, is asked for up to some minutes ago; it is provisional then.
 *
 * @throws {PeriodError} `not_expressible`, when the version cannot ask for exactly this period; `in_future`, when
 * it has only just begun.
 * @throws {ConfigurationError} when the version has no such export type; `invalid_unit`, when a filter would ask for
 * another period than the unit's.
 */
export const createRequestFor = (
  apiVersion: ApiVersion,
  unit: Unit,
  state: Attempt,
  now: number,
): CreateAttributes<ApiVersion, ExportType<ApiVersion>> => {
  const { reference, timeFormat, filters: types } = facts[apiVersion]
  const { manyValued } = filterValues[apiVersion]
  const exportType = exportTypeOf(apiVersion, unit)
  const { did, trunk, ...others } = unit.filter
  const names: { readonly to?: string; readonly [meaning: string]: string | undefined } = types[exportType]
  const { to } = names
  const twice = Object.keys(others).find((name) => Object.values(names).includes(name))
  if (twice !== undefined) throw saidTwice(twice)
  const period = periodOf(unit)
  const attributes = attributesFor(apiVersion, exportType, { period, did, trunk })
  const { filters } = attributes as { filters?: Record<string, string> }
  const end = timeFormat !== undefined && to !== undefined && { [to]: formatTime(endOf(period, now), timeFormat) }
  const texts = { ...filters, ...others, ...end }
  const asked = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, manyValued.includes(name) ? valuesOf(text) : text]),
  )
  return {
    ...attributes,
    filters: asked,
    ...(reference && { [reference.attribute]: referenceOf(apiVersion, state) }),
  } as CreateAttributes<ApiVersion, ExportType<ApiVersion>>
}

/** Several values are one text in a unit. */
const valuesOf = (text: string): string | string[] => (text.includes(',') ? text.split(',') : text)

/** The calls of another month under the name of this one would be a wrong bill. */
const saidTwice = (name: string): ConfigurationError =>
  new ConfigurationError('invalid_unit', `This is no unit: ${name} does not belong in its filter`, {
    hint: 'Its period is said by from and to, a DID by did, a trunk by trunk.',
  })
