import { formatPeriod, type Period } from '../client/period.js'
import { PeriodError } from '../errors/period-error.js'

/**
 * Refuses a period whose calls the API no longer has, or not yet. It keeps the current month and some
 * before it: `x-window` of the spec.
 *
 * @throws {PeriodError} `outside_window` or `in_future`; nothing was sent.
 */
export const checkWindow = (period: Period, previousMonths: number, now: number): void => {
  const today = new Date(now)
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - previousMonths, 1)
  if (period.from > now) {
    throw new PeriodError('in_future', `The period ${formatPeriod(period)} lies in the future`)
  }
  if (period.from < first) {
    throw new PeriodError('outside_window', `The API no longer has calls of ${formatPeriod(period)}`, {
      hint: `It keeps the current and ${previousMonths} previous months: from ${new Date(first).toISOString().slice(0, 10)}.`,
    })
  }
}
