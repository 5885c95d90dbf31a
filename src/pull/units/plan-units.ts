import { facts } from '../../../generated/facts.js'
import { type ApiVersion, apiVersions } from '../../../generated/versions.js'
import { noSuchType } from '../../api/export-types.js'
import type { ExportType } from '../../api/types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { PeriodError } from '../../errors/period-error.js'
import { type Clock, systemClock } from '../../http/clock.js'
import { monthSpan, parsePeriod, parseTime, type Period } from '../../periods/period.js'
import { periodsFor } from '../../periods/periods-for.js'
import { closesAt } from '../../periods/window.js'
import { createOverlapIndex } from './overlap.js'
import { checkUnit, periodOf, type Unit, unitKey } from './unit.js'

/** What to plan. Every account gets every export type, period and filter that fits it. */
export interface PlanOptions {
  /**
   * Names of accounts, or accounts, whose version decides what can be asked for.
   * @default ['default']
   */
  readonly accounts?: readonly (string | { readonly name: string; readonly apiVersion?: ApiVersion })[] | undefined
  /** Kinds of export, such as `cdr_in`. */
  readonly exportTypes: readonly string[]
  /**
   * `'2026-10'`, `'2026-10-05'`, `'FROM..TO'` as `--period` takes them, or both ends in ISO 8601, `to`
   * exclusive.
   */
  readonly periods: readonly PlannedPeriod[]
  /** One unit for each of these DIDs, of the types that know them. */
  readonly dids?: readonly string[] | undefined
  /** One unit for each of these voice out trunks, of the types that know them. */
  readonly trunks?: readonly string[] | undefined
  /**
   * The version of accounts that say none. Periods are cut into what it can ask for.
   * @default none: cut at the ends of calendar months
   */
  readonly apiVersion?: ApiVersion | undefined
  /**
   * Cuts periods at the ends of calendar months or days in UTC, whatever the version could ask for at once.
   * @default only as far as the version needs it
   */
  readonly split?: 'month' | 'day' | undefined
  /**
   * Time, as a value.
   * @default the clock of the machine
   */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** Why a unit should be looked at: its calls are about to leave the window, or have; or it is to come. */
export type PlanWarning = 'closes_in_7_days' | 'closes_in_48_hours' | 'closed' | 'in_future'

/** A unit with what a planner knows of it: a plain JSON value. */
export interface PlannedUnit extends Unit {
  readonly key: string
  readonly api_version?: ApiVersion
  /** When its first calls leave the window, ISO 8601: nothing can be created after that. */
  readonly closes_at: string
  readonly warning?: PlanWarning
}

const HOURS = 3_600_000

const warningOf = (from: number, closes: number, now: number): PlanWarning | undefined => {
  if (from > now) return 'in_future'
  if (closes <= now) return 'closed'
  if (closes - now <= 48 * HOURS) return 'closes_in_48_hours'
  return closes - now <= 7 * 24 * HOURS ? 'closes_in_7_days' : undefined
}

/** The filters of a type, the combinations of all that were named and that it knows. */
const filtersOf = (type: string, version: ApiVersion | undefined, options: PlanOptions): Unit['filter'][] => {
  const versions = version === undefined ? apiVersions : [version]
  const types: Partial<Record<string, object>>[] = versions.map((one) => facts[one].filters)
  const known = types.flatMap((one) => (Object.hasOwn(one, type) ? [one[type] ?? {}] : []))
  if (known.length === 0) throw noSuchType(type, versions)
  const named = Object.entries({ did: options.dids, trunk: options.trunks }).filter(([, values]) => values?.length)
  const usable = named.filter(([meaning]) => known.some((names) => Object.hasOwn(names, meaning)))
  if (named.length > 0 && usable.length === 0) {
    const words = named.map(([meaning]) => meaning).join(' or ')
    throw new ConfigurationError('invalid_option', `${type} has no filter for a ${words}: never more is asked for`)
  }
  return usable.reduce<Unit['filter'][]>(
    (filters, [meaning, values = []]) =>
      filters.flatMap((filter) => values.map((value) => ({ ...filter, [meaning]: value }))),
    [{}],
  )
}

const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

/**
 * The units that make up what is asked for, each once: periods in UTC without hole or overlap. Those whose
 * calls leave the window first come first, with a warning 7 days and 48 hours before. No request is made.
 *
 * @throws {PeriodError} `malformed`, or `not_expressible` in the version of an account.
 * @throws {OverlapError} when two units would hold the same calls, as a month and one of its days.
 * @throws {ConfigurationError} when there is no such type, or a type has none of the filters.
 * @example
 * planUnits({ accounts: ['acme'], exportTypes: ['cdr_in', 'cdr_out'], periods: ['2026-08..2026-10'] }) // six units
 */
export const planUnits = (options: PlanOptions): PlannedUnit[] => {
  const { accounts = ['default'], clock = systemClock } = options
  const now = clock.now()
  const units = new Map<string, PlannedUnit>()
  const index = createOverlapIndex()
  for (const given of accounts) {
    const { name, apiVersion = options.apiVersion } = typeof given === 'string' ? { name: given } : given
    for (const export_type of options.exportTypes) {
      const filters = filtersOf(export_type, apiVersion, options)
      for (const { from, to } of periodsOf(options.periods, export_type, apiVersion, options.split)) {
        for (const filter of filters) {
          const unit = checkUnit({ account: name, export_type, from: instant(from), to: instant(to), filter })
          const key = unitKey(unit)
          index.check(key, unit)
          index.add(key, unit)
          units.set(key, planned(key, unit, apiVersion, now))
        }
      }
    }
  }
  return [...units.values()].sort(byDeadline)
}

const planned = (key: string, unit: Unit, api_version: ApiVersion | undefined, now: number): PlannedUnit => {
  const period = periodOf(unit)
  const closes = closesAt(period, api_version)
  const warning = warningOf(period.from, closes, now)
  return {
    key,
    ...unit,
    ...(api_version && { api_version }),
    closes_at: instant(closes),
    ...(warning && { warning }),
  }
}

const byDeadline = (one: PlannedUnit, other: PlannedUnit): number => {
  const [a, b] = [one, other].map(({ closes_at, from }) => closes_at + from) as [string, string]
  return a < b ? -1 : a > b ? 1 : 0
}

/** A period as text, or by its two ends in ISO 8601, `to` exclusive. */
export type PlannedPeriod = string | { readonly from: string; readonly to: string }

const DAY = 86_400_000

const endOf = (text: string): number | undefined =>
  parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)

const read = (given: PlannedPeriod): Period => {
  if (typeof given === 'string') return parsePeriod(given)
  const { from, to } = { from: endOf(given.from), to: endOf(given.to) }
  if (from !== undefined && to !== undefined && from < to) return { from, to }
  throw new PeriodError('malformed', `The period from ${given.from} to ${given.to} cannot be read, or is empty`, {
    hint: 'Write both ends in UTC, such as 2026-10-05T12:00:00Z; the end is exclusive.',
  })
}

/** The next end of a month or day behind a time. */
const nextCut = (at: number, split: 'month' | 'day'): number => {
  const date = new Date(at)
  return split === 'day'
    ? Math.floor(at / DAY) * DAY + DAY
    : monthSpan(date.getUTCFullYear(), date.getUTCMonth() + 1).to
}

const cut = ({ from, to }: Period, split: 'month' | 'day'): Period[] => {
  const pieces: Period[] = []
  for (let at = from; at < to;) {
    const end = Math.min(to, nextCut(at, split))
    pieces.push({ from: at, to: end })
    at = end
  }
  return pieces
}

/** Periods cut where it is asked for, and where the version needs it; the pieces follow one another. */
const periodsOf = (
  given: readonly PlannedPeriod[],
  exportType: string,
  apiVersion: ApiVersion | undefined,
  split: 'month' | 'day' | undefined,
): Period[] => {
  const asked = given.map(read)
  const by = split ?? (apiVersion === undefined ? 'month' : undefined)
  const pieces = by ? asked.flatMap((period) => cut(period, by)) : asked
  if (apiVersion === undefined) return pieces
  return pieces.flatMap((period) => periodsFor(apiVersion, exportType as ExportType<ApiVersion>, period))
}
