import { type Call, type CallRecord, readCall } from '../../generated/calls.js'
import { addDecimals } from './add-decimals.js'
import { unknownRecord } from './unknown-record.js'

/**
 * A record of any version and export type as the same small shape, so that bills need not change with the version.
 *
 * The form of a record is told by its properties, so a record must be whole: as `records()`, `pull()` and
 * `decodeRecords()` give it, also when it has been JSON since. Properties beside them change nothing.
 *
 * - `caller` is the column `Source`, from 2026-11-19 on `Source Number`. What an outbound call shows instead is in
 *   the record's `cli`.
 * - `cost` of inbound calls before 2026-04-16 is the exact sum of three charges, since there is no total.
 * - Where a file is known in part, most is null: of outbound calls before 2026-04-16 there are `start` and `answer`,
 *   of inbound calls of 2026-11-19 `start`, `answer`, `end`, `caller` and `did`. Of outbound calls of 2026-11-19
 *   no column is known, so their records are no `CallRecord`.
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
