import { columnsAt, type FileKind, readRows } from './raw-rows.js'
import type { RowReader } from './row-reader.js'

/** Which file it is, and how its times are written. */
interface LocalRows extends FileKind {
  /** Changes the line of the header. */
  readonly headerOf: (line: string) => string
  /** Turns a time in ISO 8601 in UTC into the text to write. */
  readonly local: (utc: string) => string
}

/**
 * The header and the rows of a CSV file as they stand, with their times written for another clock. What cannot be read
 * as a time stays as it is.
 */
export async function* localRows(
  path: string,
  { headerOf, local, ...kind }: LocalRows,
): AsyncGenerator<Buffer, void, undefined> {
  let times: readonly number[] | undefined
  for await (const reader of readRows(path)) {
    while (reader.next()) {
      if (times) yield localRow(reader, times, local)
      else {
        times = columnsAt(reader, kind).flatMap(({ kind: of }, index) => (of === 'timestamp' ? [index] : []))
        yield Buffer.from(headerOf(reader.rowBytes().toString()))
      }
    }
  }
}

/** The current row, with the fields in `times`, from left to right, written for another clock. */
const localRow = (reader: RowReader, times: readonly number[], local: LocalRows['local']): Buffer => {
  const { bytes, from, to, scanner } = reader
  const pieces: Buffer[] = []
  let at = from
  for (const column of times) {
    const utc = `${reader.text(column).replace(' ', 'T')}Z`
    const text = local(utc)
    const [start, end] = [scanner.starts[scanner.base + column], scanner.ends[scanner.base + column]]
    if (text === utc || column >= scanner.count || start === undefined || end === undefined) continue
    pieces.push(bytes.subarray(at, start), Buffer.from(text.replace('T', ' ')))
    at = end
  }
  return Buffer.concat([...pieces, bytes.subarray(at, to)])
}
