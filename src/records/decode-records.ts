import type { ApiVersion, ExportRecord, ExportType } from '../api/types.js'
import { decodeBatches } from './decode-batches.js'
import { expectationOf } from './expectation.js'
import { inflate } from './inflate.js'
import { RecordRows } from './record-rows.js'
import { openSource, type RecordSource } from './record-source.js'
import { type DecodeOptions, eachRecord, type Records } from './records.js'

/**
 * Reads the CSV file of an export as typed records.
 *
 * Columns are found by their name in the header, in any order. Times become ISO 8601 in UTC, durations
 * integers, amounts stay text exactly as sent, and what is empty is null. Every record has the properties that
 * `columnsOf()` lists; `other` is there when the file has columns that are not known.
 *
 * Nothing is read before the first record is asked for, and the file is closed when the loop ends, also by
 * `break`. A path can be read again, bytes only once. A string that is kept keeps its own row
 * in memory, or half a KiB of rows, and no more.
 *
 * **Of a compressed file, records are provisional until the loop ends without an error**: the checksum stands
 * at the end, and almost every record comes before it. Zeros after the end of the gzip data are ignored.
 *
 * What goes into a file also goes into Postgres and the other way round: a text has no NUL byte, a year is 0001 to 9999,
 * an integer is one that a number holds exactly, an amount has at most 1,000 characters.
 *
 * @param source - Path of a `.csv.gz` or `.csv` file, or the bytes of one.
 * @throws {ConfigurationError} at once, when there is no such version or export type.
 * @throws {RecordFormatError} from the loop, with `line` and `column`: `unknown_layout`, `duplicate_column`,
 * `ragged_row`, `invalid_value`, `invalid_quote`, `invalid_utf8`, `unterminated_quote`, `duplicate_header`,
 * `empty_file`, `row_too_large` (over 1 MiB), `too_many_columns` (over 512).
 * @throws {DownloadError} from the loop: `truncated` or `corrupt`.
 * @throws {StorageError} from the loop, when the file cannot be read. Errors of a given stream come as they are.
 * @example
 * const calls = decodeRecords('cdrs.csv.gz', { apiVersion: '2021-12-15', exportType: 'cdr_in' })
 * for await (const call of calls) console.log(call.did, call.duration_secs)
 *
 * for await (const batch of calls.batches()) await insert(batch)
 */
export const decodeRecords = <V extends ApiVersion, T extends ExportType<V>>(
  source: RecordSource,
  options: DecodeOptions<V, T>,
): Records<ExportRecord<V, T>> => {
  const expected = expectationOf(options)
  const open = openSource(source)
  const batches = () =>
    decodeBatches(inflate(open()), expected, (columns) => new RecordRows(columns, expected.build)) as AsyncGenerator<
      ExportRecord<V, T>[]
    >
  return { batches, [Symbol.asyncIterator]: () => eachRecord(batches()) }
}
