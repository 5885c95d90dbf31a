import { readRows } from './raw-rows.js'
import type { RecordSource } from './record-source.js'

/** The header and the first rows of a CSV file, byte for byte. */
export async function* firstRows(source: RecordSource, rows: number): AsyncGenerator<Buffer, void, undefined> {
  let left = rows + 1
  for await (const reader of readRows(source)) {
    for (; left > 0 && reader.next(); left -= 1) yield reader.rowBytes()
    if (left === 0) return
  }
}

/** The names in the header of a CSV file; undefined when it is empty. */
export const headerNames = async (source: RecordSource): Promise<readonly string[] | undefined> => {
  for await (const reader of readRows(source)) if (reader.next()) return reader.texts
  return undefined
}
