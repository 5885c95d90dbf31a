import { type Call, type CallRecord, readCall } from '../../generated/calls.js'
import { columns } from '../../generated/columns.js'
import { RecordFormatError } from '../errors/record-format-error.js'

/**
 * Turns a record of any version and export type into the same small shape, so that code for bills need not change with
 * the version.
 *
 * The version is recognised by the properties of the record, so the record must be complete, as `records()`, `pull()`
 * and `decodeRecords()` give it. Additional properties are ignored.
 *
 * - `caller` is the column `Source`, from 2026-11-19 on `Source Number`. What an outbound call shows instead is in
 *   the record's `cli`.
 * - `cost` of inbound calls before 2026-04-16 is the exact sum of three charges, since there is no total.
 * - Where the columns of a file are not all known, most is null: of outbound calls before 2026-04-16 there are `start`
 *   and `answer`,   of inbound calls of 2026-11-19 `start`, `answer`, `end`, `caller` and `did`. Of outbound calls of
 *   2026-11-19   no column is known, so their records are not `CallRecord`s.
 *
 * @throws {RecordFormatError} `unknown_record`, when it is not a complete record of a call.
 * @example
 * for await (const record of didww.records(done)) {
 *   const { start, caller, duration, cost } = asCall(record)
 * }
 */
export const asCall = (record: CallRecord): Call => {
  const given: unknown = record
  const call = typeof given === 'object' && given !== null ? readCall(given, addDecimals) : undefined
  if (call === undefined) throw unknownRecord(given)
  return call
}

interface Form {
  readonly name: string
  readonly properties: readonly string[]
}

const forms = (): Form[] =>
  Object.entries(columns).flatMap(([version, types]) =>
    Object.entries(types).map(([type, known]: [string, readonly { readonly property: string }[]]) => ({
      name: `${type} of ${version}`,
      properties: known.map(({ property }) => property),
    })),
  )

/**
 * Why a value is not the record of a call: the properties that the nearest form has and it lacks. No value is shown.
 */
const reason = (given: unknown): string => {
  const has = new Set(typeof given === 'object' && given !== null ? Object.keys(given) : [])
  const [nearest] = forms()
    .filter(({ properties }) => properties.length > 0)
    .map(({ name, properties }) => ({ name, properties, lacks: properties.filter((one) => !has.has(one)) }))
    .toSorted((one, other) => one.lacks.length / one.properties.length - other.lacks.length / other.properties.length)
  if (!nearest || nearest.lacks.length === nearest.properties.length)
    return 'it has none of the properties that are known'
  const { name, lacks } = nearest
  if (lacks.length === 0) return `a record of ${name} is no call`
  return `of ${name} it lacks ${lacks.slice(0, 3).join(', ')}${lacks.length > 3 ? ` and ${lacks.length - 3} more` : ''}`
}

const unknownRecord = (given: unknown): RecordFormatError =>
  new RecordFormatError('unknown_record', `This is not the whole record of a call: ${reason(given)}`, {
    hint: 'Give a record with all its properties, as records(), pull() and decodeRecords() give it.',
  })

/**
 * The exact sum of decimal texts, with as many decimals as the longest of them has; null when one of them is
 * null, since the sum of the others would be too low.
 *
 * @example
 * addDecimals(['0.86', '0.240', '0']) // '1.100'
 */
export const addDecimals = (amounts: readonly (string | null)[]): string | null => {
  let decimals = 0
  for (const amount of amounts) {
    if (amount === null) return null
    decimals = Math.max(decimals, decimalsOf(amount))
  }
  let sum = 0n
  for (const amount of amounts) sum += unitsOf(amount ?? '', decimals)
  const sign = sum < 0n ? '-' : ''
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, '0')
  const whole = digits.length - decimals
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`
}

const decimalsOf = (amount: string): number => {
  const point = amount.indexOf('.')
  return point < 0 ? 0 : amount.length - point - 1
}

/** `0.86` with three decimals is 860. */
const unitsOf = (amount: string, decimals: number): bigint =>
  BigInt(amount.replace('.', '') + '0'.repeat(decimals - decimalsOf(amount)))
