import { createRequire } from 'node:module'
import type { Temporal as Polyfill } from 'temporal-polyfill'
import { PeriodError } from '../errors/period-error.js'
import { printable } from '../errors/printable.js'

/** The clock of a place. Without one, everything is UTC. */
export interface TimeZone {
  /** The name as Temporal has it, such as `Europe/Kyiv` or `+02:00`. */
  readonly id: string
  /** Milliseconds since 1970 at which a day begins there, which is not always midnight; undefined for no such date. */
  readonly startOf: (date: CalendarDate) => number | undefined
  /** When a clock there shows a time: never in the hour that is skipped, twice in the hour that is repeated. */
  readonly instantsOf: (local: string) => readonly number[]
  /** The date that a calendar there shows. */
  readonly dateAt: (ms: number) => CalendarDate
  /** How far the clock is ahead of UTC, in milliseconds, and from when on that changes. */
  readonly offsetAt: (ms: number) => { readonly offsetMs: number; readonly from: number; readonly to: number }
}

/** A day of the calendar; months count from 1 to 12. */
export interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/**
 * The time zone that an option names: a name of the IANA database as the runtime knows it, an offset such as `+02:00`,
 * or `local` for that of the machine. Undefined stands for UTC.
 *
 * @param option - What to call it in an error.
 * @throws {PeriodError} `unknown_time_zone`, when there is no such zone.
 */
export const timeZoneOf = (given: string | undefined, option = 'timeZone'): TimeZone | undefined => {
  if (given === undefined) return undefined
  if (typeof given !== 'string' || given === '') throw unknownZone(option, 'is empty')
  const name = given === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : given
  if (/^(?:utc|etc\/utc)$/i.test(name)) return undefined
  const known = zones.get(name) ?? createZone(name)
  if (known === undefined) throw unknownZone(option, `names no time zone: ${printable(JSON.stringify(given), 60)}`)
  zones.set(name, known)
  return known
}

const zones = new Map<string, TimeZone>()

const unknownZone = (option: string, why: string): PeriodError =>
  new PeriodError('unknown_time_zone', `${option} ${why}`, {
    hint: 'Write a name such as Europe/Kyiv, an offset such as +02:00, UTC, or local.',
  })

let temporal: typeof Polyfill | undefined

/** Temporal of the runtime, else the polyfill. It is loaded with the first zone: most programs need none. */
const loadTemporal = (): typeof Polyfill =>
  (temporal ??=
    (globalThis as { Temporal?: typeof Polyfill }).Temporal ??
    (createRequire(import.meta.url)('temporal-polyfill') as { Temporal: typeof Polyfill }).Temporal)

/** The first and the last time that a date can have. */
const EVER = { from: -8.64e15, to: 8.64e15 }

const createZone = (name: string): TimeZone | undefined => {
  const Temporal = loadTemporal()
  const at = (ms: number): Polyfill.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(name)
  const id = unlessRange(() => at(0).timeZoneId)
  if (id === undefined) return undefined
  return {
    id,
    startOf: (date) =>
      unlessRange(
        () => Temporal.PlainDate.from(date, { overflow: 'reject' }).toZonedDateTime({ timeZone: id }).epochMilliseconds,
      ),
    instantsOf: (local) => {
      const plain = Temporal.PlainDateTime.from(local)
      const shown = (['earlier', 'later'] as const)
        .map((disambiguation) => plain.toZonedDateTime(id, { disambiguation }))
        .filter((zoned) => zoned.toPlainDateTime().equals(plain))
      return [...new Set(shown.map(({ epochMilliseconds }) => epochMilliseconds))]
    },
    dateAt: (ms) => {
      const { year, month, day } = at(ms)
      return { year, month, day }
    },
    offsetAt: (ms) => {
      const zoned = at(ms)
      const next = zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? EVER.to
      // The instant itself may be the one at which the offset changes.
      const before = at(ms + 1).getTimeZoneTransition('previous')?.epochMilliseconds ?? EVER.from
      return { offsetMs: zoned.offsetNanoseconds / 1e6, from: before, to: next }
    },
  }
}

/** What Temporal says, or undefined when it knows no such thing. */
const unlessRange = <T>(ask: () => T): T | undefined => {
  try {
    return ask()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
