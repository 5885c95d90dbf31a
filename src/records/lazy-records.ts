import type { Records } from './decode-records.js'
import { eachRecord } from './each-record.js'

/** Records that first have to be brought about, and something to clean up after them. */
export interface OpenRecords<R> {
  readonly records: Records<R>
  readonly close: (() => Promise<void>) | undefined
}

/** Records of which nothing is done before the first is asked for. An abort ends them with the batch. */
export const lazyRecords = <R>(signal: AbortSignal | undefined, open: () => Promise<OpenRecords<R>>): Records<R> => {
  const batches = async function* (): AsyncGenerator<R[], void, undefined> {
    const { records, close } = await open()
    try {
      for await (const batch of records.batches()) {
        signal?.throwIfAborted()
        yield batch
      }
    } finally {
      await close?.()
    }
  }
  return { batches, [Symbol.asyncIterator]: () => eachRecord(batches()) }
}
