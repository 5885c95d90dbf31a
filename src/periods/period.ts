import { PeriodError } from '../errors/period-error.js'
import { printable } from '../errors/printable.js'

/** A span of time in UTC, in milliseconds since 1970. It includes `from` and excludes `to`. */
export interface Period {
  readonly from: number
  readonly to: number
}

export const DAY_MS = 86_400_000

/**
 * Reads a period: `2026-10`, `2026-10-05`, or `FROM..TO`. Everything is UTC. Days are inclusive; the end of a range of
 * instants such as `2026-10-05T12:00:00Z` is exclusive.
 *
 * @throws {PeriodError} `malformed`, when the text has another form, or the period ends before it starts.
 * @example
 * parsePeriod('2026-10') // from 2026-10-01T00:00:00Z up to 2026-11-01T00:00:00Z
 */
export const parsePeriod = (text: string): Period => {
  const [first = '', last = first, ...more] = text.trim().split('..')
  const start = spanOf(first)
  const end = spanOf(last)
  if (!start || !end || more.length > 0) throw malformed(text, 'cannot be read')
  const period = { from: start.from, to: end.to }
  if (period.from >= period.to) throw malformed(text, 'is empty: it must end after it starts')
  return period
}

const malformed = (text: string, why: string): PeriodError =>
  new PeriodError('malformed', `The period ${printable(JSON.stringify(text), 60)} ${why}`, {
    hint: 'Write a month 2026-10, a day 2026-10-05, or FROM..TO of days (inclusive) or instants (2026-10-05T12:00:00Z, end exclusive).',
  })

const MONTH = /^([1-9]\d{3})-(\d{2})$/
const DATE = /^([1-9]\d{3})-(\d{2})-(\d{2})$/
const INSTANT = /^([1-9]\d{3}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.0{1,3})?)?Z$/

/** The span of a month, a day or an instant; undefined for a day that the calendar does not have. */
const spanOf = (text: string): Period | undefined => {
  const [, year, month] = MONTH.exec(text) ?? []
  if (month !== undefined)
    return Number(month) >= 1 && Number(month) <= 12 ? monthSpan(Number(year), Number(month)) : undefined
  const date = DATE.exec(text)?.[0] ?? INSTANT.exec(text)?.[1]
  const at = Date.parse(text)
  if (date === undefined || Number.isNaN(at) || !new Date(at).toISOString().startsWith(date)) return undefined
  return { from: at, to: date === text ? at + DAY_MS : at }
}

/** A calendar month; months count from 1 to 12. */
const monthSpan = (year: number, month: number): Period => ({
  from: Date.UTC(year, month - 1, 1),
  to: Date.UTC(year, month, 1),
})

/** The calendar month that contains a time. */
export const monthOf = (ms: number): Period => {
  const date = new Date(ms)
  return monthSpan(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

/** The calendar month that a period is exactly, if it is one. */
export const asMonth = ({ from, to }: Period): { year: number; month: number } | undefined => {
  const start = new Date(from)
  const month = monthOf(from)
  if (month.from !== from || month.to !== to) return undefined
  return { year: start.getUTCFullYear(), month: start.getUTCMonth() + 1 }
}

/** The calendar day that a period is exactly, if it is one. */
export const asDay = ({ from, to }: Period): { year: number; month: number; day: number } | undefined => {
  const start = new Date(from)
  if (from % DAY_MS !== 0 || to - from !== DAY_MS) return undefined
  return { year: start.getUTCFullYear(), month: start.getUTCMonth() + 1, day: start.getUTCDate() }
}

/** A period for people, with both ends: `2026-10-01T00:00:00Z up to 2026-11-01T00:00:00Z`. */
export const formatPeriod = ({ from, to }: Period): string => `${formatInstant(from)} up to ${formatInstant(to)}`

/** A time as ISO 8601 in UTC, without milliseconds when it is a whole second: `2026-10-01T00:00:00Z`. */
export const formatInstant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** A time in UTC, written in a format of `strftime` letters such as `%Y-%m-%d %H:%M:%S`. */
export const formatTime = (ms: number, format: string): string => {
  const date = new Date(ms)
  const parts: Record<string, string> = {
    '%Y': pad(date.getUTCFullYear(), 4),
    '%m': pad(date.getUTCMonth() + 1),
    '%d': pad(date.getUTCDate()),
    '%H': pad(date.getUTCHours()),
    '%M': pad(date.getUTCMinutes()),
    '%S': pad(date.getUTCSeconds()),
  }
  return format.replace(/%[YmdHMS]/g, (letter) => parts[letter] ?? letter)
}

const TIME = /^([1-9]\d{3}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:(?:\.0{1,3})?Z)?$/

/**
 * The milliseconds of a time in UTC, written with a space or as ISO 8601, with zero milliseconds as `toISOString()`
 * writes them or without; undefined for any other form.
 */
export const parseTime = (text: string): number | undefined => {
  const [, date = '', time = ''] = TIME.exec(text) ?? []
  const at = Date.parse(`${date}T${time}Z`)
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(date) ? undefined : at
}
