import { type ApiVersion, apiVersions } from '../../../generated/versions.js'
import { filterNames, noSuchType } from '../../api/export-types.js'
import type { ExportType } from '../../api/types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { type Clock, systemClock } from '../../http/clock.js'
import { resolvePeriod } from '../../periods/named-period.js'
import { DAY_MS, dayOf, formatInstant, monthOf, parsePeriod, parseTime, type Period } from '../../periods/period.js'
import { piecesFor, splitAt } from '../../periods/periods-for.js'
import { type TimeZone, timeZoneOf } from '../../periods/time-zone.js'
import { closesAt } from '../../periods/window.js'
import { createOverlapIndex } from './overlap.js'
import { type CheckedUnit, createUnit, type Unit } from './unit.js'

/** What to plan. Every account gets every export type, period and filter that it can have. */
export interface PlanOptions {
  /**
   * Names of accounts, or accounts with the version that decides what can be asked for.
   * @default ['default']
   */
  readonly accounts?: readonly (string | PlannedAccount)[] | undefined
  /** Export types, such as `cdr_in`. */
  readonly exportTypes: readonly string[]
  /**
   * `'2026-10'`, `'2026-10-05'`, `'FROM..TO'` or `'last-month'` as `--period` takes them, or both ends in ISO 8601,
   * `to` exclusive.
   */
  readonly periods: readonly PlannedPeriod[]
  /** One unit for each of these DIDs, for the types that have such a filter. */
  readonly dids?: readonly string[] | undefined
  /** One unit for each of these trunks, for the types that have such a filter. */
  readonly trunks?: readonly string[] | undefined
  /**
   * The version of accounts that name none. Periods are split into what it can ask for.
   * @default none: periods are split at the ends of calendar months
   */
  readonly apiVersion?: ApiVersion | undefined
  /**
   * Whose months and days the periods are: a name such as `Europe/Kyiv`, an offset such as `+02:00`, or `local`. The
   * units are in UTC all the same. Where a version asks for months and days only, a unit may be a part of one; its calls
   * are then those that start within the unit.
   * @default 'UTC'
   */
  readonly timeZone?: string | undefined
  /**
   * Splits periods at the ends of calendar months or days, even where one request could have it all.
   * @default only as far as the version needs it
   */
  readonly split?: 'month' | 'day' | undefined
  /**
   * Clock to use.
   * @default the system's clock
   */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** An account, with what its units depend on. */
export interface PlannedAccount {
  readonly name: string
  /** The version that decides what can be asked for. */
  readonly apiVersion?: ApiVersion | undefined
  /** @default that of the plan */
  readonly timeZone?: string | undefined
}

/** A period as text, or by its two ends in ISO 8601, `to` exclusive. */
export type PlannedPeriod = string | { readonly from: string; readonly to: string }

/** Why a unit needs attention: its calls soon leave the window, have left it, or are in the future. */
export type PlanWarning = 'closes_in_7_days' | 'closes_in_48_hours' | 'closed' | 'in_future'

/** A unit and what is known of it before it is pulled: a plain JSON value. */
export interface PlannedUnit extends Unit {
  readonly key: string
  readonly api_version?: ApiVersion
  /** When its first calls leave the window, ISO 8601. No export of it can be created after that. */
  readonly closes_at: string
  readonly warning?: PlanWarning
}

/**
 * Plans the units that cover what is asked for, each once: periods without gap or overlap. The
 * soonest-expiring units come first, with a warning 7 days and 48 hours before. No request is sent.
 *
 * @throws {PeriodError} `malformed`, or `not_expressible` in the version of an account; `unknown_time_zone`,
 * `no_such_time` and `ambiguous_time` of a time zone.
 * @throws {OverlapError} when two units would contain the same calls, as a month and one of its days do.
 * @throws {ConfigurationError} when there is no such type, or a type has none of the filters.
 * @example
 * planUnits({ accounts: ['acme'], exportTypes: ['cdr_in', 'cdr_out'], periods: ['2026-08..2026-10'] }) // six units
 */
export const planUnits = (options: PlanOptions): PlannedUnit[] => {
  const now = (options.clock ?? systemClock).now()
  return planCheckedUnits(options).map((planned) => toJson(planned, now))
}

/** A unit of a plan before it is JSON. */
interface Planned {
  readonly unit: CheckedUnit
  readonly apiVersion: ApiVersion | undefined
  /** When its first calls leave the window, in milliseconds since 1970. */
  readonly closes: number
}

/** The same as {@link planUnits}, for those who go on working with the units. */
export const planCheckedUnits = (options: PlanOptions): Planned[] => {
  const units = new Map<string, Planned>()
  const index = createOverlapIndex()
  for (const given of options.accounts ?? ['default']) {
    const { name: account, ...own }: PlannedAccount = typeof given === 'string' ? { name: given } : given
    const apiVersion = own.apiVersion ?? options.apiVersion
    const zone = timeZoneOf(own.timeZone ?? options.timeZone)
    for (const export_type of options.exportTypes) {
      const filters = filtersOf(export_type, apiVersion, options)
      for (const period of periodsOf(options, export_type, apiVersion, zone)) {
        for (const filter of filters) {
          const unit = createUnit({ account, export_type, period, filter })
          index.check(unit.key, unit.unit)
          index.add(unit.key, unit.unit)
          units.set(unit.key, { unit, apiVersion, closes: closesAt(period, apiVersion) })
        }
      }
    }
  }
  return [...units.values()].sort(
    (one, other) => one.closes - other.closes || one.unit.period.from - other.unit.period.from,
  )
}

const toJson = ({ unit: { key, unit, period }, apiVersion, closes }: Planned, now: number): PlannedUnit => {
  const warning = warningOf(period.from, closes, now)
  return {
    key,
    ...unit,
    ...(apiVersion && { api_version: apiVersion }),
    closes_at: formatInstant(closes),
    ...(warning && { warning }),
  }
}

const warningOf = (from: number, closes: number, now: number): PlanWarning | undefined => {
  if (from > now) return 'in_future'
  if (closes <= now) return 'closed'
  if (closes - now <= 2 * DAY_MS) return 'closes_in_48_hours'
  return closes - now <= 7 * DAY_MS ? 'closes_in_7_days' : undefined
}

/** The filters of a type: every combination of the named values that it has filters for. */
const filtersOf = (type: string, version: ApiVersion | undefined, options: PlanOptions): Unit['filter'][] => {
  const versions = version === undefined ? apiVersions : [version]
  const known = versions.flatMap((one) => filterNames(one, type) ?? [])
  if (known.length === 0) throw noSuchType(type, versions)
  const named = Object.entries({ did: options.dids, trunk: options.trunks }).filter(([, values]) => values?.length)
  const usable = named.filter(([meaning]) => known.some((names) => Object.hasOwn(names, meaning)))
  if (named.length > 0 && usable.length === 0) {
    const words = named.map(([meaning]) => meaning).join(' or ')
    throw new ConfigurationError('invalid_option', `${type} has no filter for a ${words}`, {
      hint: 'Leave the filter out to pull all calls of this type.',
    })
  }
  return usable.reduce<Unit['filter'][]>(
    (filters, [meaning, values = []]) =>
      filters.flatMap((filter) => values.map((value) => ({ ...filter, [meaning]: value }))),
    [{}],
  )
}

/** Periods split where the caller wants it and where the version needs it. The pieces follow one another. */
const periodsOf = (
  { periods: given, split, clock = systemClock }: PlanOptions,
  exportType: string,
  apiVersion: ApiVersion | undefined,
  zone: TimeZone | undefined,
): Period[] => {
  const periods = given.map((one) =>
    readPeriod(typeof one === 'string' ? resolvePeriod(one, clock.now(), zone) : one, zone),
  )
  const pieces = split ? periods.flatMap((period) => splitAt(period, (at) => ENDS[split](at, zone))) : periods
  // Of any version: one that asks for months and days only needs a unit for each month.
  if (apiVersion === undefined) return pieces.flatMap((period) => splitAt(period, (at) => monthOf(at).to))
  const type = exportType as ExportType<ApiVersion>
  return pieces.flatMap((period) => piecesFor(apiVersion, type, period, zone))
}

/** Where the month or day of a time ends. */
const ENDS = {
  month: (at: number, zone?: TimeZone): number => monthOf(at, zone).to,
  day: (at: number, zone?: TimeZone): number => dayOf(at, zone).to,
}

const readPeriod = (given: PlannedPeriod, zone: TimeZone | undefined): Period => {
  if (typeof given === 'string') return parsePeriod(given, zone)
  const { from, to } = { from: readEnd(given.from, zone), to: readEnd(given.to, zone) }
  if (from !== undefined && to !== undefined && from < to) return { from, to }
  throw new PeriodError('malformed', `The period from ${given.from} to ${given.to} cannot be read, or is empty`, {
    hint: 'Write both ends in UTC, such as 2026-10-05T12:00:00Z; the end is exclusive.',
  })
}

const readEnd = (text: string, zone: TimeZone | undefined): number | undefined =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? parsePeriod(text, zone).from : parseTime(text)
