import { calendarDateOf, DAY_MS, pad } from './period.js'
import type { CalendarDate, TimeZone } from './time-zone.js'

const monthName = ({ year, month }: CalendarDate): string => `${year}-${pad(month)}`
const dayName = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The start of a date as if it were UTC, to count days from. */
const countable = ({ year, month, day }: CalendarDate): number => Date.UTC(year, month - 1, day)

/** Names of periods, and what each is on a date. */
const NAMED: ReadonlyMap<string, (today: CalendarDate) => string> = new Map([
  ['this-month', monthName],
  ['last-month', ({ year, month }) => dayName(Date.UTC(year, month - 2, 1)).slice(0, 7)],
  ['today', (today) => dayName(countable(today))],
  ['yesterday', (today) => dayName(countable(today) - DAY_MS)],
])

/** All names, for the help. */
export const periodNames: readonly string[] = [...NAMED.keys()]

/**
 * A period with the names in it resolved: `last-month` to `2026-10`. `FROM..TO` may have a name on either side.
 *
 * @param zone - Whose calendar decides; UTC without one.
 */
export const resolvePeriod = (text: string, now: number, zone?: TimeZone): string =>
  text
    .split('..')
    .map((part) => NAMED.get(part)?.(calendarDateOf(now, zone)) ?? part)
    .join('..')
