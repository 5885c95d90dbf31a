import type { ApiVersion, ExportType } from '../client/types.js'
import { openPart } from '../files/part-file.js'
import { decodeBatches } from './decode-batches.js'
import { decodeRecords } from './decode-records.js'
import { expectationOf } from './expectation.js'
import type { FileColumn } from './header.js'
import { inflate } from './inflate.js'
import { NdjsonRows } from './ndjson-rows.js'
import { openSource, type RecordSource } from './record-source.js'

/** What was found while rows were converted. */
export interface Counted {
  readonly rows: number
  readonly unknown_columns: readonly string[]
}

/** A file that was written. */
export interface Output {
  readonly bytes: number
  /** SHA-256 in hex. */
  readonly sha256: string
}

/** Rows that were read, and what was written of them. */
export interface Converted {
  readonly counted: Counted
  readonly output: Output
}

export interface Conversion {
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  /** Told how many rows are read. */
  readonly onRows: (rows: number) => void
  readonly signal: AbortSignal | undefined
}

/** Reads every row, so that nothing that cannot be read is vouched for. */
export const countRows = async (
  source: RecordSource,
  { apiVersion, exportType, onRows, signal }: Conversion,
): Promise<Counted> => {
  const counted: Counting = { rows: 0, unknown_columns: [] }
  const onUnknownColumns = (names: string[]): void => {
    counted.unknown_columns = names
  }
  for await (const batch of decodeRecords(source, { apiVersion, exportType, onUnknownColumns }).batches()) {
    signal?.throwIfAborted()
    onRows((counted.rows += batch.length))
  }
  return counted
}

interface Counting {
  rows: number
  unknown_columns: readonly string[]
}

/** Lines of JSON of all rows, piece by piece; the bytes of one are written over by the next. */
async function* linesOf(
  source: RecordSource,
  { apiVersion, exportType, onRows, signal }: Conversion,
  counted: Counting,
): AsyncGenerator<Buffer, void, undefined> {
  const onUnknownColumns = (names: string[]): void => {
    counted.unknown_columns = names
  }
  const expected = expectationOf({ apiVersion, exportType, onUnknownColumns })
  const toSink = (columns: readonly FileColumn[]): NdjsonRows =>
    new NdjsonRows(columns, expected.columns, expected.build)
  for await (const { bytes, rows } of decodeBatches(inflate(openSource(source)()), expected, toSink)) {
    signal?.throwIfAborted()
    onRows((counted.rows += rows))
    yield bytes
  }
}

/** Writes the rows of a source as lines of JSON into a file that appears only when it is whole. */
export const writeNdjson = async (source: RecordSource, to: string, conversion: Conversion): Promise<Converted> => {
  const counted: Counting = { rows: 0, unknown_columns: [] }
  const part = await openPart(to, true)
  try {
    for await (const lines of linesOf(source, conversion, counted)) await part.write(lines)
    await part.commit()
  } catch (error) {
    await part.discard()
    throw error
  }
  return { counted, output: { bytes: part.bytes, sha256: part.digest() } }
}
