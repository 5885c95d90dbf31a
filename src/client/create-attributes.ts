import { facts, type FilterMeaning } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { CreateAttributes, ExportType } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { PeriodError } from '../errors/period-error.js'
import { asDay, asMonth, formatPeriod, formatTime, type Period } from '../periods/period.js'
import { periodsFor } from '../periods/periods-for.js'

/** What to export, independent of the API version. */
interface Selection {
  readonly period: Period
  /** Only calls to this DID. */
  readonly did?: string | undefined
  /** Only calls through this voice out trunk. */
  readonly trunk?: string | undefined
}

type WireNames = Partial<Record<FilterMeaning, string>>

/** Where to send a callback. */
export interface Callback {
  readonly callback_url?: string
  readonly callback_method?: string
}

/**
 * The attributes with which `create()` of a version requests exactly a selection.
 *
 * @throws {PeriodError} `not_expressible`, when the version cannot request exactly this period.
 * @throws {ConfigurationError} when the export type has no such filter.
 */
export const attributesFor = <V extends ApiVersion, T extends ExportType<V>>(
  apiVersion: V,
  exportType: T,
  { period, did, trunk }: Selection,
  callback: Callback = {},
): CreateAttributes<V, T> => {
  const names: WireNames = facts[apiVersion].filters[exportType]
  const filters: Record<string, string> = {}
  for (const [meaning, value] of Object.entries({ ...expressed(apiVersion, exportType, period), did, trunk })) {
    if (value === undefined) continue
    const name = names[meaning as FilterMeaning]
    if (name === undefined) {
      throw new ConfigurationError(
        'invalid_option',
        `${String(exportType)} of ${apiVersion} has no filter for a ${meaning}`,
      )
    }
    filters[name] = value
  }
  return { export_type: exportType, filters, ...spelled(apiVersion, callback) } as unknown as CreateAttributes<V, T>
}

/** A callback with its method spelled as the version wants it. */
const spelled = (apiVersion: ApiVersion, { callback_method: method, ...callback }: Callback): Callback => {
  if (method === undefined) return callback
  const known = facts[apiVersion].callbackMethods.find((one) => one.toLowerCase() === method.toLowerCase())
  return { ...callback, callback_method: known ?? method }
}

/** The filters for a period, by their meaning. */
const expressed = <V extends ApiVersion>(
  apiVersion: V,
  exportType: ExportType<V>,
  period: Period,
): Partial<Record<FilterMeaning, string>> => {
  const { timeFormat } = facts[apiVersion]
  if (periodsFor(apiVersion, exportType, period).length > 1) {
    throw new PeriodError(
      'not_expressible',
      `${formatPeriod(period)} is more than one export of this version can cover`,
      {
        hint: 'Ask for one calendar month or, where there is a filter for it, one day.',
      },
    )
  }
  if (timeFormat !== undefined) {
    return { from: formatTime(period.from, timeFormat), to: formatTime(period.to, timeFormat) }
  }
  return texts(asMonth(period) ?? asDay(period) ?? {})
}

const texts = (numbers: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(numbers).map(([meaning, value]) => [meaning, String(value)]))
