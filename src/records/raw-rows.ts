import type { ApiVersion, ExportType } from '../api/types.js'
import { expectationOf } from './expectation.js'
import { type FileColumn, readHeader } from './header.js'
import { inflate } from './inflate.js'
import { chooseLayout } from './layout.js'
import { openSource, type RecordSource } from './record-source.js'
import { RowReader } from './row-reader.js'

/**
 * The reader of the rows of a CSV file, each time it has got some more of them.
 *
 * @throws {RecordFormatError} at the end of a file that ends within a row.
 */
export async function* readRows(source: RecordSource): AsyncGenerator<RowReader, void, undefined> {
  const reader = new RowReader()
  for await (const piece of inflate(openSource(source)())) {
    reader.add(piece)
    yield reader
  }
  reader.finish()
  yield reader
  reader.end()
}

/** What says how the columns of a file are named. */
export interface FileKind {
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  readonly strict?: boolean | undefined
}

/** The columns of the header that the reader is at. */
export const columnsAt = (reader: RowReader, { apiVersion, exportType, strict = true }: FileKind): FileColumn[] => {
  const { claim, columns } = expectationOf({ apiVersion, exportType })
  return readHeader(reader.texts, chooseLayout(claim, reader.texts, strict), columns)
}
