import { decodeBatches, type Expectation } from './decode-batches.js'
import type { FileColumn } from './header.js'
import { inflate } from './inflate.js'
import { openSource } from './record-source.js'
import type { RowSink } from './row-sink.js'

/** Makes something of nothing, so that the first piece of a file ends the reading. */
const FIRST: RowSink<true> = { add: () => undefined, take: () => true }

/** The columns of a file, by its header. */
export const headerOf = async (path: string, expected: Expectation): Promise<readonly FileColumn[]> => {
  let header: readonly FileColumn[] = []
  const reading = decodeBatches(inflate(openSource(path)()), expected, (columns) => {
    header = columns
    return FIRST
  })
  await reading.next()
  await reading.return()
  return header
}
