import type { ApiVersion, ExportType } from '../client/types.js'
import { decodeBatches } from './decode-batches.js'
import type { DecodeOptions } from './decode-records.js'
import { expectationOf } from './expectation.js'
import { inflate } from './inflate.js'
import { type Lines, NdjsonRows } from './ndjson-rows.js'
import { openSource, type RecordSource } from './record-source.js'

/** The records of a source as lines of JSON, piece by piece; the bytes of one are written over by the next. */
export const ndjsonLines = <V extends ApiVersion, T extends ExportType<V>>(
  source: RecordSource,
  options: DecodeOptions<V, T>,
): AsyncGenerator<Lines, void, undefined> => {
  const expected = expectationOf(options)
  const { columns, build } = expected
  return decodeBatches(inflate(openSource(source)()), expected, (header) => new NdjsonRows(header, columns, build))
}
