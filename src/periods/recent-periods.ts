import { filterNames, noSuchType } from '../api/export-types.js'
import type { ApiVersion } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { calendarDateOf, DAY_MS } from './period.js'
import { takesTimes } from './periods-for.js'
import { timeZoneOf } from './time-zone.js'

/** More days than the window of any version has are a mistake. */
const MAX_DAYS = 100

/** Which days are meant. */
export interface RecentPeriodsOptions {
  readonly apiVersion: ApiVersion
  readonly exportType: string
  /** Milliseconds since 1970. */
  readonly now: number
  /**
   * Whose days: a name such as `Europe/Kyiv`, an offset such as `+02:00`, or `local`. Give `planUnits` the same.
   * @default 'UTC'
   */
  readonly timeZone?: string | undefined
}

/**
 * The periods that cover the most recent full days, oldest first: days, or months where a version has only
 * whole months of a type. For cron: the next run makes up for one that was missed or has failed, and units that
 * are already pulled cost no request.
 *
 * @throws {ConfigurationError} `invalid_option`, when there is no such type, or `days` is not 1 to 100.
 * @throws {PeriodError} `unknown_time_zone`.
 * @example
 * recentPeriods(3, { apiVersion: '2026-04-16', exportType: 'cdr_in', now: Date.now() }) // ['2026-11-21', '2026-11-22', '2026-11-23']
 */
export const recentPeriods = (
  days: number,
  { apiVersion, exportType, now, timeZone }: RecentPeriodsOptions,
): string[] => {
  const names = filterNames(apiVersion, exportType)
  if (!names) throw noSuchType(exportType, [apiVersion])
  if (!(Number.isInteger(days) && days >= 1 && days <= MAX_DAYS)) {
    throw new ConfigurationError('invalid_option', `days must be a whole number from 1 to ${MAX_DAYS}`)
  }
  const { year, month, day } = calendarDateOf(now, timeZoneOf(timeZone))
  const today = Date.UTC(year, month - 1, day)
  const byDay = names.day !== undefined || takesTimes(names)
  const texts = Array.from({ length: days }, (_, index) => new Date(today - (days - index) * DAY_MS).toISOString())
  return [...new Set(texts.map((text) => text.slice(0, byDay ? 10 : 7)))]
}
