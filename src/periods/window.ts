import { timeLimits } from '../../generated/facts.js'
import { type ApiVersion, defaultVersion } from '../../generated/versions.js'
import { PeriodError } from '../errors/period-error.js'
import { formatPeriod, type Period } from './period.js'

const monthsFrom = (at: number, months: number): number => {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
}

const keptMonths = (apiVersion: ApiVersion): number => timeLimits[apiVersion].window.previousMonths

/** When the calls that the API still has begin, in milliseconds since 1970. */
export const opensAt = (apiVersion: ApiVersion, now: number): number => monthsFrom(now, -keptMonths(apiVersion))

/**
 * Refuses a period that is not in the window: the current month and some months before it (`x-window` of the spec).
 *
 * @throws {PeriodError} `outside_window` or `in_future`.
 */
export const checkWindow = (period: Period, apiVersion: ApiVersion, now: number): void => {
  const first = opensAt(apiVersion, now)
  if (period.from > now) {
    throw new PeriodError('in_future', `The period ${formatPeriod(period)} is in the future`)
  }
  if (period.from < first) {
    throw new PeriodError('outside_window', `The API no longer has calls of ${formatPeriod(period)}`, {
      hint: `It keeps the current and ${keptMonths(apiVersion)} previous months: from ${new Date(first).toISOString().slice(0, 10)}.`,
    })
  }
}

/** When the first calls of a period leave the window, in milliseconds since 1970. No export can be created later. */
export const closesAt = (period: Period, apiVersion: ApiVersion = defaultVersion): number =>
  monthsFrom(period.from, keptMonths(apiVersion) + 1)
