import { RecordFormatError } from '../errors/record-format-error.js'
import { type AnyColumn, readHeader } from './header.js'
import { chooseLayout, type Claim } from './layout.js'
import { PIECE_BYTES } from './limits.js'
import { RecordDecoder } from './record-decoder.js'
import type { Row } from './row-builder.js'
import { RowReader } from './row-reader.js'

/** What is known of a file before it is read. */
export interface Expectation {
  readonly claim: Claim
  readonly columns: readonly AnyColumn[]
  readonly strict: boolean
  readonly onUnknownColumns: ((names: string[]) => void) | undefined
}

/** The records of a text, in batches as its pieces give them. Records before a wrong one are handed out first. */
export async function* decodeBatches(
  text: AsyncIterable<Uint8Array>,
  expected: Expectation,
): AsyncGenerator<Row[], void, undefined> {
  const reader = new RowReader()
  let decoder: RecordDecoder | undefined

  const decode = function* (): Generator<Row[], void, undefined> {
    const rows: Row[] = []
    try {
      if (decoder === undefined && reader.next()) decoder = startDecoder(reader, expected)
      if (decoder !== undefined) decodeRows(reader, decoder, rows)
    } catch (error) {
      if (rows.length > 0) yield rows
      throw error
    }
    if (rows.length > 0) yield rows
  }

  for await (const bytes of text) {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      reader.add(bytes.subarray(at, at + PIECE_BYTES))
      yield* decode()
    }
  }
  reader.finish()
  yield* decode()
  reader.end()
  if (decoder === undefined) throw new RecordFormatError('empty_file', 'The file is empty: it has no header')
}

// A function of its own: within a generator the same loop was measured to be slower.
const decodeRows = (reader: RowReader, decoder: RecordDecoder, rows: Row[]): void => {
  while (reader.next()) rows.push(decoder.decode(reader))
}

const startDecoder = (reader: RowReader, expected: Expectation): RecordDecoder => {
  const { claim, columns, strict, onUnknownColumns } = expected
  const names = Array.from({ length: reader.scanner.count }, (_, field) => reader.text(field))
  const fileColumns = readHeader(names, chooseLayout(claim, names, strict), columns)
  const unknown = fileColumns.filter(({ property }) => property === undefined).map(({ name }) => name)
  if (unknown.length > 0) onUnknownColumns?.(unknown)
  // What is no CSV at all is told by its header, not by its quotes.
  reader.scanner.strict = strict
  const properties = columns.map(({ property }) => property)
  return new RecordDecoder(fileColumns, properties, strict)
}
