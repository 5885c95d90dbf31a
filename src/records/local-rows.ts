import type { ApiVersion, ExportType } from '../api/types.js'
import { expectationOf } from './expectation.js'
import { readHeader } from './header.js'
import { inflate } from './inflate.js'
import { chooseLayout } from './layout.js'
import { openSource } from './record-source.js'
import { RowReader } from './row-reader.js'

/** Which file it is, and how its times are written. */
interface LocalRows {
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  readonly strict?: boolean | undefined
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
  { apiVersion, exportType, strict = true, headerOf, local }: LocalRows,
): AsyncGenerator<Buffer, void, undefined> {
  const reader = new RowReader()
  let times: readonly number[] | undefined
  const rows = function* (): Generator<Buffer> {
    while (reader.next()) {
      const { bytes, from, to, scanner } = reader
      if (times === undefined) {
        times = timeColumns(reader, { apiVersion, exportType, strict })
        yield Buffer.from(headerOf(bytes.toString('utf8', from, to)))
        continue
      }
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
      yield Buffer.concat([...pieces, bytes.subarray(at, to)])
    }
  }
  for await (const piece of inflate(openSource(path)())) {
    reader.add(piece)
    yield* rows()
  }
  reader.finish()
  yield* rows()
  reader.end()
}

/** The columns of times, from left to right. */
const timeColumns = (
  reader: RowReader,
  { apiVersion, exportType, strict }: Pick<LocalRows, 'apiVersion' | 'exportType'> & { readonly strict: boolean },
): number[] => {
  const { claim, columns } = expectationOf({ apiVersion, exportType })
  const names = Array.from({ length: reader.scanner.count }, (_, field) => reader.text(field))
  const header = readHeader(names, chooseLayout(claim, names, strict), columns)
  return header.flatMap(({ kind }, index) => (kind === 'timestamp' ? [index] : []))
}
