import { createHash } from 'node:crypto'
import { filterValues } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import { asDay, asMonth, type Period } from '../client/period.js'

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

/** Filters whose different values can find the same call: addresses that contain a text. */
const INEXACT = new Set(apiVersions.flatMap((version) => filterValues[version].inexact))

/** Whether no value of one list is in another, whatever the letter case. */
const areApart = (one: string, other: string): boolean => {
  const values = new Set(other.toLowerCase().split(','))
  return !one
    .toLowerCase()
    .split(',')
    .some((value) => values.has(value))
}

/** Whether two units can hold the same call: all but units that are narrowed to different values. */
export const overlaps = (one: Unit, other: Unit): boolean => {
  const apart = Object.entries(one.filter).some(
    ([name, value]) => !INEXACT.has(name) && areApart(value, other.filter[name] ?? value),
  )
  return (
    one.account === other.account &&
    one.export_type === other.export_type &&
    one.from < other.to &&
    other.from < one.to &&
    !apart
  )
}
