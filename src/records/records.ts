import type { ApiVersion, ExportType } from '../api/types.js'

/** Which file it is, and how strictly it is read. */
export interface DecodeOptions<V extends ApiVersion, T extends ExportType<V>> {
  /** The API version that the export was created with; its file has the columns of that version. */
  readonly apiVersion: V
  /** The export type of the file. */
  readonly exportType: T
  /**
   * Whether anything unexpected is an error. When false, a header that fits no layout is read as far as possible; an
   * unreadable value becomes null and its text is kept under `other` by the name of its column; bytes that are not
   * UTF-8 become U+FFFD; a field with text after its closing quote is kept as it is. Rows with too few or too many
   * fields are left out when `onDamagedRow` is there to be told. A quote without end, a second header and two columns of
   * one name are errors in any case.
   *
   * @default true
   */
  readonly strict?: boolean | undefined
  /**
   * With `strict: false`, called with each row that has too few or too many fields; the row is left out of the records.
   * Without it such a row is a `RecordFormatError`, so that no call is lost in silence.
   */
  readonly onDamagedRow?: ((row: DamagedRow) => void) | undefined
  /** Called once, before the first record, with the columns of the header that are kept under `other`. */
  readonly onUnknownColumns?: ((names: string[]) => void) | undefined
  /** Called once, before the first record, with the name of the layout of the file, such as `15 columns`. */
  readonly onLayout?: ((name: string) => void) | undefined
}

/** A row that cannot be read, since its fields do not fit the header. */
export interface DamagedRow {
  /** Line on which it begins, counted from 1. */
  readonly line: number
  /** How many fields it has; the header has another number. */
  readonly fields: number
  /** The row as it stands in the file, without its line end. */
  readonly text: string
}

/** Records one by one, or in batches, which is faster. */
export interface Records<R> extends AsyncIterable<R> {
  /** Arrays of some hundred records each, none empty. */
  batches: () => AsyncIterable<R[]>
}

/** Iterates over batches record by record. An async generator would cost twice as much for each record. */
export const eachRecord = <R>(batches: AsyncIterator<R[]>): AsyncIterator<R, undefined> => {
  let batch: R[] = []
  let at = 0
  let done = false
  let filling: Promise<void> | undefined

  const fill = async (): Promise<void> => {
    try {
      const next = await batches.next()
      // Stop once the consumer has left.
      batch = next.done === true || done ? [] : next.value
      done ||= next.done === true
      at = 0
    } catch (error) {
      done = true
      throw error
    } finally {
      filling = undefined
    }
  }

  const next = (): Promise<IteratorResult<R, undefined>> => {
    const value = batch[at]
    if (value !== undefined) {
      at++
      return Promise.resolve({ value, done: false })
    }
    if (done) return Promise.resolve({ value: undefined, done: true })
    // Calls that come before the batch is ready wait for the same one.
    filling ??= fill()
    return filling.then(next)
  }

  return {
    next,
    return: async () => {
      batch = []
      done = true
      await batches.return?.()
      return { value: undefined, done: true }
    },
  }
}

/** Records, and what to clean up after them. */
interface OpenRecords<R> {
  readonly records: Records<R>
  readonly close: (() => Promise<void>) | undefined
}

/** Records that are opened when the first one is requested. An abort ends them after the current batch. */
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
