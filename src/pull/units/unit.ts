import { createHash } from 'node:crypto'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import { asDay, asMonth, formatInstant, parseTime, type Period } from '../../periods/period.js'

/** The calls of one account, export type, period and filter. They are pulled once. */
export interface Unit {
  /** Name of the account. */
  readonly account: string
  readonly export_type: string
  /** Start of the period, inclusive: ISO 8601 in UTC. */
  readonly from: string
  /** End of the period, exclusive: ISO 8601 in UTC. */
  readonly to: string
  /** Further filters by their meaning (`did`, `trunk`), else by their name on the wire. */
  readonly filter: Readonly<Record<string, string>>
}

/**
 * A unit whose parts are known to be valid. It is made once, where a unit comes in, and handed on as it is; `unit` is
 * its JSON form.
 */
export interface CheckedUnit {
  readonly key: string
  readonly unit: Unit
  readonly period: Period
}

/**
 * Checks a unit that comes from outside. Members that are not part of a unit's identity are dropped.
 *
 * @throws {ConfigurationError} `invalid_unit`, with what is wrong.
 */
export const checkUnit = (value: unknown): CheckedUnit => {
  if (typeof value !== 'object' || value === null) throw invalid(printable(String(value), 60))
  const { account, export_type, from, to, filter } = value as Partial<Unit>
  return createUnit({ account, export_type, period: { from: timeOf('from', from), to: timeOf('to', to) }, filter })
}

/** What a unit is made of, its period already in milliseconds. */
interface UnitParts {
  readonly account: unknown
  readonly export_type: unknown
  readonly period: Period
  readonly filter?: unknown
}

/** @throws {ConfigurationError} `invalid_unit`, with what is wrong. */
export const createUnit = ({ account, export_type, period, filter }: UnitParts): CheckedUnit => {
  if (period.from >= period.to) throw invalid('it must end after it starts')
  const unit: Unit = {
    account: textOf('account', account, NAME, 'a name of letters, digits, dots, dashes and underscores'),
    export_type: textOf('export_type', export_type, TYPE, 'an export type such as cdr_in'),
    from: formatInstant(period.from),
    to: formatInstant(period.to),
    filter: filterOf(filter),
  }
  return { key: unitKey(unit), unit, period }
}

/**
 * The key of a unit: `dx1-` and the first 20 bytes of the SHA-256 of its canonical JSON (RFC 8785) in lower-case
 * base32 (RFC 4648, no padding). It depends on nothing but account, type, period and filter.
 *
 * @example
 * const unit = {
 *   account: 'default',
 *   export_type: 'cdr_in',
 *   from: '2026-10-01T00:00:00Z',
 *   to: '2026-11-01T00:00:00Z',
 *   filter: { did: '123456789' },
 * }
 * unitKey(unit) // dx1-lsfirrvo7cgfw2aa6bs36hnlebahomlb
 */
export const unitKey = (unit: Unit): string =>
  `dx1-${base32(createHash('sha256').update(canonical(unit)).digest().subarray(0, 20))}`

/** JSON with sorted names, which is what RFC 8785 asks for when all values are strings. */
const canonical = ({ account, export_type, from, to, filter }: Unit): string => {
  const sorted = Object.fromEntries(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify({ account, export_type, filter: sorted, from, to })
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Base32 of RFC 4648 in lower case, for whole groups of five bytes: they need no padding. */
const base32 = (bytes: Uint8Array): string => {
  let text = ''
  let [bits, count] = [0, 0]
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    for (count += 8; count >= 5; count -= 5) text += ALPHABET[(bits >> (count - 5)) & 31] ?? ''
  }
  return text
}

/** The period of a unit that was checked before. */
export const periodOf = ({ from, to }: Unit): Period => ({ from: Date.parse(from), to: Date.parse(to) })

/** A unit for people: `cdr_in of 2026-10 did 123456789`. */
export const unitName = (unit: Unit): string => {
  const filters = Object.entries(unit.filter).map(([name, value]) => ` ${name} ${value}`)
  return `${unit.export_type} of ${periodName(unit)}${filters.join('')}`
}

/** The period of a unit as `--period` takes it: `2026-10`, `2026-10-05`, or `FROM..TO`. */
export const periodText = (unit: Unit): string => {
  const { from, to } = unit
  const period = periodOf(unit)
  if (asMonth(period)) return from.slice(0, 7)
  return asDay(period) ? from.slice(0, 10) : `${from}..${to}`
}

/** The same as a name that files may have. */
export const periodName = (unit: Unit): string => periodText(unit).replace('..', '_').replaceAll(':', '')

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const TYPE = /^[a-z][a-z0-9_]{0,31}$/

const invalid = (why: string): ConfigurationError => new ConfigurationError('invalid_unit', `Invalid unit: ${why}`)

const textOf = (name: string, value: unknown, form: RegExp, words: string): string => {
  if (typeof value === 'string' && form.test(value)) return value
  throw invalid(`${name} must be ${words}`)
}

const timeOf = (name: string, value: unknown): number => {
  const at = typeof value === 'string' ? parseTime(value) : undefined
  if (at !== undefined) return at
  throw invalid(`${name} must be a time in UTC such as 2026-10-01T00:00:00Z`)
}

const filterOf = (value: unknown = {}): Unit['filter'] => {
  const pairs = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined
  const isFilter = pairs?.every(
    ([name, text]) => TYPE.test(name.replaceAll('.', '_')) && typeof text === 'string' && text !== '',
  )
  if (pairs && isFilter) return Object.fromEntries(pairs as [string, string][])
  throw invalid('filter must be an object whose values are non-empty strings')
}
