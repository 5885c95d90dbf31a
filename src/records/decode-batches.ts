import { RecordFormatError } from '../errors/record-format-error.js'
import { type AnyColumn, readHeader } from './header.js'
import { chooseLayout, type Claim } from './layout.js'
import { PIECE_BYTES } from './limits.js'
import { RecordDecoder } from './record-decoder.js'
import type { BuildRow } from './record-rows.js'
import type { DamagedRow } from './records.js'
import { RowGroup } from './row-group.js'
import { nulByte } from './row-errors.js'
import { RowReader } from './row-reader.js'
import type { CreateSink, RowSink } from './row-sink.js'

/** What is known of a file before it is read. */
export interface Expectation {
  readonly claim: Claim
  readonly columns: readonly AnyColumn[]
  readonly build: BuildRow
  readonly strict: boolean
  readonly onUnknownColumns: ((names: string[]) => void) | undefined
  readonly onLayout: ((name: string) => void) | undefined
  /** Told of rows that are left out; without it they are errors. */
  readonly onDamagedRow: ((row: DamagedRow) => void) | undefined
}

interface Decoding<T> {
  readonly decoder: RecordDecoder
  readonly sink: RowSink<T>
}

/** What a sink makes of a text, as its pieces give it. What was made of rows before a wrong one is handed out first. */
export async function* decodeBatches<T>(
  text: AsyncIterable<Uint8Array>,
  expected: Expectation,
  createSink: CreateSink<T>,
): AsyncGenerator<T, void, undefined> {
  const reader = new RowReader()
  let decoding: Decoding<T> | undefined

  const decode = function* (): Generator<T, void, undefined> {
    let failure: { readonly error: unknown } | undefined
    try {
      if (decoding === undefined && reader.next()) decoding = begin(reader, expected, createSink)
      decoding?.decoder.decode()
    } catch (error) {
      failure = { error }
    }
    const made = decoding?.sink.take()
    if (made !== undefined) yield made
    if (failure !== undefined) throw failure.error
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
  if (decoding === undefined) throw new RecordFormatError('empty_file', 'The file is empty: it has no header')
}

const begin = <T>(reader: RowReader, expected: Expectation, createSink: CreateSink<T>): Decoding<T> => {
  const { claim, columns, strict, onUnknownColumns, onLayout } = expected
  const names = reader.texts
  const layout = chooseLayout(claim, names, strict)
  const fileColumns = readHeader(names, layout, columns)
  const nul = names[reader.nulField()]
  if (strict && nul !== undefined) throw nulByte(1, nul)
  onLayout?.(layout.name)
  const unknown = fileColumns.filter(({ property }) => property === undefined).map(({ name }) => name)
  if (unknown.length > 0) onUnknownColumns?.(unknown)
  // What is no CSV at all is told by its header, not by its quotes.
  reader.scanner.strict = strict
  const properties = columns.map(({ property }) => property)
  const sink = createSink(fileColumns)
  const group = new RowGroup(reader, fileColumns, properties, strict)
  return { decoder: new RecordDecoder(reader, fileColumns, group, sink, expected), sink }
}
