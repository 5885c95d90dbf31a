import { createHash } from 'node:crypto'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import { asDay, asMonth, parseTime, type Period } from '../../periods/period.js'

/** The calls of one account, export type, period and filter: what is pulled once and only once. */
export interface Unit {
  /** Name of the account. */
  readonly account: string
  readonly export_type: string
  /** ISO 8601 UTC; part of the unit. */
  readonly from: string
  /** ISO 8601 UTC; no longer part of the unit. */
  readonly to: string
  /** What else the calls are narrowed by, by its meaning: `did`, `trunk`; else by its name on the wire. */
  readonly filter: Readonly<Record<string, string>>
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Base32 of RFC 4648 in lower case; of whole groups of five bytes, which need no padding. */
const base32 = (bytes: Uint8Array): string => {
  let text = ''
  let [bits, count] = [0, 0]
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    for (count += 8; count >= 5; count -= 5) text += ALPHABET[(bits >> (count - 5)) & 31] ?? ''
  }
  return text
}

/** JSON with sorted names, as RFC 8785 wants it for texts. */
const canonical = ({ account, export_type, from, to, filter }: Unit): string => {
  const sorted = Object.fromEntries(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify({ account, export_type, filter: sorted, from, to })
}

/**
 * The key of a unit: `dx1-` and the first 20 bytes of the SHA-256 of its canonical JSON (RFC 8785) in
 * lower-case base32 (RFC 4648, no padding). Only its identity counts: account, type, period, filter.
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

/** The period of a unit in milliseconds. */
export const periodOf = ({ from, to }: Unit): Period => ({ from: Date.parse(from), to: Date.parse(to) })

const two = (number: number): string => String(number).padStart(2, '0')

/** The period as a name: `2026-10`, `2026-10-05`, or both ends. */
export const periodName = (unit: Unit): string => {
  const period = periodOf(unit)
  const month = asMonth(period)
  if (month) return `${month.year}-${two(month.month)}`
  const day = asDay(period)
  if (day) return `${day.year}-${two(day.month)}-${two(day.day)}`
  return `${unit.from}_${unit.to}`.replaceAll(':', '')
}

/** A unit as people read it. */
export const unitName = (unit: Unit): string => {
  const filters = Object.entries(unit.filter).map(([name, value]) => ` ${name} ${value}`)
  return `${unit.export_type} of ${periodName(unit)}${filters.join('')}`
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const TYPE = /^[a-z][a-z0-9_]{0,31}$/

const invalid = (why: string): ConfigurationError => new ConfigurationError('invalid_unit', `This is no unit: ${why}`)

const textOf = (name: string, value: unknown, form: RegExp, words: string): string => {
  if (typeof value === 'string' && form.test(value)) return value
  throw invalid(`${name} must be ${words}`)
}

const timeOf = (name: string, value: unknown): string => {
  const at = typeof value === 'string' ? parseTime(value) : undefined
  if (at !== undefined) return new Date(at).toISOString().replace('.000Z', 'Z')
  throw invalid(`${name} must be a time in UTC such as 2026-10-01T00:00:00Z`)
}

const filterOf = (value: unknown = {}): Unit['filter'] => {
  const pairs = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined
  const isFilter = pairs?.every(
    ([name, text]) => TYPE.test(name.replaceAll('.', '_')) && typeof text === 'string' && text !== '',
  )
  if (pairs && isFilter) return Object.fromEntries(pairs as [string, string][])
  throw invalid('filter must be an object of texts')
}

/**
 * A unit as it came from outside, checked, its times written as its key wants them; members that are not part
 * of its identity are left out.
 *
 * @throws {ConfigurationError} `invalid_unit`, saying what is wrong.
 */
export const checkUnit = (value: unknown): Unit => {
  if (typeof value !== 'object' || value === null) throw invalid(printable(String(value), 60))
  const { account, export_type, from, to, filter } = value as Partial<Unit>
  const unit: Unit = {
    account: textOf('account', account, NAME, 'a name of letters, digits, dots, dashes and underlines'),
    export_type: textOf('export_type', export_type, TYPE, 'a kind of export such as cdr_in'),
    from: timeOf('from', from),
    to: timeOf('to', to),
    filter: filterOf(filter),
  }
  if (unit.from >= unit.to) throw invalid('it must end after it begins')
  return unit
}
