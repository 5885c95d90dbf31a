import { type Call, type CallRecord, readCall } from '../../generated/calls.js'
import { addDecimals } from './add-decimals.js'
import { unknownRecord } from './unknown-record.js'

/**
 * A record of any version and export type as the same small shape, so that bills need not change with the version.
 *
 * The form of a record is told by its properties, so a record must be whole: as `records()`, `pull()` and
 * `decodeRecords()` give it, also when it has been JSON since. Properties beside them change nothing.
 *
 * - The caller is the column `Source`; what outbound calls show instead is in the record's `cli`.
 * - Of inbound calls before 2026-04-16, `cost` is the exact sum of three charges. From then on it is the total
 *   of the provider, in which the look-up of the caller's name is included.
 * - Of outbound calls before 2026-04-16 only `start` and `answer` are known; all else is null.
 *
 * @throws {RecordFormatError} `unknown_record`, when it is not a whole record of a call.
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
