import { PeriodError } from '../errors/period-error.js'
import { printable } from '../errors/printable.js'
import type { CalendarDate, TimeZone } from './time-zone.js'

/** A span of time in UTC, in milliseconds since 1970. It includes `from` and excludes `to`. */
export interface Period {
  readonly from: number
  readonly to: number
}

export const DAY_MS = 86_400_000

/**
 * Reads a period: `2026-10`, `2026-10-05`, or `FROM..TO`. Months and days are those of the zone, else UTC. Days are
 * inclusive; the end of a range of instants such as `2026-10-05T12:00:00Z` is exclusive. In a zone an instant may also
 * be what its clocks show, `2026-10-05T12:00`.
 *
 * @throws {PeriodError} `malformed`, when the text has another form, or the period ends before it starts; `no_such_time`
 * and `ambiguous_time`, when the clocks of the zone never show a day or time, or show it twice.
 * @example
 * parsePeriod('2026-10') // from 2026-10-01T00:00:00Z up to 2026-11-01T00:00:00Z
 */
export const parsePeriod = (text: string, zone?: TimeZone): Period => {
  const [first = '', last = first, ...more] = text.trim().split('..')
  const start = spanOf(first, zone)
  const end = spanOf(last, zone)
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
const INSTANT = /^([1-9]\d{3}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.0{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/

/** The span of a month, a day or an instant; undefined for a day that the calendar does not have. */
const spanOf = (text: string, zone: TimeZone | undefined): Period | undefined => {
  const [, year, month] = (MONTH.exec(text) ?? []).map(Number)
  if (year !== undefined && month !== undefined) {
    return month >= 1 && month <= 12 ? monthSpan(year, month, zone) : undefined
  }
  const [date, of, one, day] = DATE.exec(text) ?? []
  if (date !== undefined) return daySpan({ year: Number(of), month: Number(one), day: Number(day) }, zone)
  const [instant, dateOf = '', offset] = INSTANT.exec(text) ?? []
  // The runtime would take 30 February for 2 March.
  if (instant === undefined || daySpan(dateIn(dateOf), undefined) === undefined) return undefined
  if (offset === undefined) return zone && onlyInstant(text, zone)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : { from: at, to: at }
}

const dateIn = (text: string): CalendarDate => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return { year, month, day }
}

/** The instant at which the clocks of a zone show a time. */
const onlyInstant = (text: string, zone: TimeZone): Period | undefined => {
  if (Number.isNaN(Date.parse(`${text}Z`))) return undefined
  const [at, again] = zone.instantsOf(text)
  if (at === undefined) {
    throw new PeriodError('no_such_time', `The clocks of ${zone.id} never show ${text}: they are set forward over it`)
  }
  if (again === undefined) return { from: at, to: at }
  throw new PeriodError('ambiguous_time', `The clocks of ${zone.id} show ${text} twice, as they are set back`, {
    hint: `Say which one: ${formatInstant(at)} or ${formatInstant(again)}.`,
  })
}

/** A day; undefined for one that the calendar does not have. */
const daySpan = (date: CalendarDate, zone: TimeZone | undefined): Period | undefined => {
  const { year, month, day } = date
  const from = Date.UTC(year, month - 1, day)
  if (new Date(from).getUTCMonth() !== month - 1 || new Date(from).getUTCDate() !== day) return undefined
  if (zone === undefined) return { from, to: from + DAY_MS }
  const period = {
    from: zone.startOf(date),
    to: zone.startOf(dateIn(new Date(from + DAY_MS).toISOString().slice(0, 10))),
  }
  if (period.from === undefined || period.to === undefined) return undefined
  if (period.from < period.to) return { from: period.from, to: period.to }
  throw new PeriodError('no_such_time', `${zone.id} never had the day ${formatInstant(from).slice(0, 10)}`)
}

/** A calendar month; months count from 1 to 12. */
const monthSpan = (year: number, month: number, zone?: TimeZone): Period => {
  const next = month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }
  return {
    from: zone?.startOf({ year, month, day: 1 }) ?? Date.UTC(year, month - 1, 1),
    to: zone?.startOf(next) ?? Date.UTC(year, month, 1),
  }
}

/** The calendar month that contains a time. */
export const monthOf = (ms: number, zone?: TimeZone): Period => {
  const { year, month } = calendarDateOf(ms, zone)
  return monthSpan(year, month, zone)
}

/** The calendar day that contains a time. */
export const dayOf = (ms: number, zone?: TimeZone): Period => {
  const from = Math.floor(ms / DAY_MS) * DAY_MS
  return (zone && daySpan(zone.dateAt(ms), zone)) ?? { from, to: from + DAY_MS }
}

/** The date that a calendar shows at a time. */
export const calendarDateOf = (ms: number, zone?: TimeZone): CalendarDate =>
  zone?.dateAt(ms) ?? dateIn(new Date(ms).toISOString().slice(0, 10))

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

/** A number with leading zeros. */
export const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

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
