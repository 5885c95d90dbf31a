import { inflate } from './inflate.js'
import { openSource, type RecordSource } from './record-source.js'
import { RowReader } from './row-reader.js'

/** The header and the first rows of a CSV file, byte for byte. */
export async function* firstRows(source: RecordSource, rows: number): AsyncGenerator<Buffer, void, undefined> {
  const reader = new RowReader()
  let left = rows + 1
  const taken = function* (): Generator<Buffer> {
    // A copy, since the next piece overwrites the buffer.
    for (; left > 0 && reader.next(); left -= 1) yield Buffer.from(reader.bytes.subarray(reader.from, reader.to))
  }
  for await (const piece of inflate(openSource(source)())) {
    reader.add(piece)
    yield* taken()
    if (left === 0) return
  }
  reader.finish()
  yield* taken()
}

/** The names in the header of a CSV file; undefined when it is empty. */
export const headerNames = async (source: RecordSource): Promise<readonly string[] | undefined> => {
  const reader = new RowReader()
  const names = (): string[] | undefined =>
    reader.next() ? Array.from({ length: reader.scanner.count }, (_, field) => reader.text(field)) : undefined
  for await (const piece of inflate(openSource(source)())) {
    reader.add(piece)
    const found = names()
    if (found) return found
  }
  reader.finish()
  return names()
}
