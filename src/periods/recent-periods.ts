import { facts, type FilterMeaning } from '../../generated/facts.js'
import { noSuchType } from '../api/export-types.js'
import type { ApiVersion } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { takesTimes } from './periods-for.js'

const DAY = 86_400_000

/** A look back further than the window of any version is a mistake. */
const MOST_DAYS = 100

/**
 * The periods that hold the last days that have ended, in UTC, the oldest first: days, or where a version asks a
 * type for whole months only, their months. For cron: a run that was missed, or failed, is made up for by the next,
 * and what is there already costs no request.
 *
 * @throws {ConfigurationError} `invalid_option`, when there is no such type, or the days are not 1 to 100.
 * @example
 * lookBack(3, { apiVersion: '2026-04-16', exportType: 'cdr_in', now: Date.now() }) // ['2026-11-21', '2026-11-22', '2026-11-23']
 */
export const recentPeriods = (
  days: number,
  { apiVersion, exportType, now }: { apiVersion: ApiVersion; exportType: string; now: number },
): string[] => {
  const types: Partial<Record<string, { readonly [M in FilterMeaning]?: string }>> = facts[apiVersion].filters
  const names = Object.hasOwn(types, exportType) ? types[exportType] : undefined
  if (!names) throw noSuchType(exportType, [apiVersion])
  if (!(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS)) {
    throw new ConfigurationError('invalid_option', `A look back is a whole number of days from 1 to ${MOST_DAYS}`)
  }
  const today = Math.floor(now / DAY) * DAY
  const byDay = names.day !== undefined || takesTimes(names)
  const texts = Array.from({ length: days }, (_, index) => new Date(today - (days - index) * DAY).toISOString())
  return [...new Set(texts.map((text) => text.slice(0, byDay ? 10 : 7)))]
}
