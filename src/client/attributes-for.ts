import { type FilterMeaning, facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { PeriodError } from '../errors/period-error.js'
import { asDay, asMonth, formatPeriod, type Period } from './period.js'
import type { CreateAttributes, ExportType } from './types.js'

/** What to export, in words that no version changes. */
export interface Selection {
  readonly period: Period
  /** Only calls to this DID. */
  readonly did?: string | undefined
  /** Only calls through this voice out trunk. */
  readonly trunk?: string | undefined
}

type WireNames = Partial<Record<FilterMeaning, string>>

/** Where to be called back. */
export interface Callback {
  readonly callback_url?: string
  readonly callback_method?: string
}

/**
 * What `create()` of a version takes to ask for exactly a selection.
 *
 * @throws {PeriodError} `not_expressible`, when the version cannot ask for this period: never more is
 * asked for than was meant.
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
  for (const [meaning, value] of Object.entries({ ...expressed(names, period), did, trunk })) {
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
  return { export_type: exportType, filters, ...callback } as unknown as CreateAttributes<V, T>
}

/** The filters of a period by their meaning. */
const expressed = (names: WireNames, period: Period): Partial<Record<FilterMeaning, string>> => {
  const month = asMonth(period)
  if (month && names.month !== undefined) return texts(month)
  const day = asDay(period)
  if (day && names.day !== undefined) return texts(day)
  throw new PeriodError('not_expressible', `No filter of this version and type asks for ${formatPeriod(period)} only`, {
    hint: names.day === undefined ? 'Ask for one calendar month.' : 'Ask for one calendar month or day.',
  })
}

const texts = (numbers: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(numbers).map(([meaning, value]) => [meaning, String(value)]))
