import type { ApiVersion, ExportType } from '../api/types.js'
import type { Conversion, Converted, Counted } from './conversion.js'
import { openPart } from '../disk/part-file.js'
import { ndjsonLines } from './ndjson.js'
import { PeriodWatch } from './period-watch.js'
import type { RecordSource } from './record-source.js'
import type { DecodeOptions } from './records.js'
import { checkedRows } from './row-checks.js'

/** Counts rows as they are read. */
interface Counting {
  readonly options: DecodeOptions<ApiVersion, ExportType<ApiVersion>>
  readonly add: (rows: number) => void
  readonly watch: PeriodWatch | undefined
  readonly counted: () => Counted
}

export const counting = ({ apiVersion, exportType, period, onRows, signal }: Conversion): Counting => {
  const watch = PeriodWatch.for(apiVersion, exportType, period)
  let rows = 0
  let unknown: readonly string[] = []
  let layout: string | undefined
  const onUnknownColumns = (names: string[]): void => {
    unknown = names
  }
  const onLayout = (name: string): void => {
    layout = name
  }
  const add = (more: number): void => {
    signal?.throwIfAborted()
    onRows((rows += more))
  }
  const counted = (): Counted => ({
    rows,
    unknown_columns: unknown,
    layout,
    ...(watch && watch.outside > 0 && { outside: watch.outside }),
  })
  return { options: { apiVersion, exportType, onUnknownColumns, onLayout }, add, watch, counted }
}

/** Reads every row, so that nothing that cannot be read is vouched for. */
export const countRows = async (source: RecordSource, conversion: Conversion): Promise<Counted> => {
  const { options, add, watch, counted } = counting(conversion)
  for await (const rows of checkedRows(source, options, watch)) add(rows)
  return counted()
}

/** Writes the rows of a source as lines of JSON into a file that appears only when it is whole. */
export const writeNdjson = async (source: RecordSource, to: string, conversion: Conversion): Promise<Converted> => {
  const { options, add, watch, counted } = counting(conversion)
  const part = await openPart(to, true)
  try {
    for await (const { bytes, rows } of ndjsonLines(source, options, watch)) {
      add(rows)
      await part.write(bytes)
    }
    await part.commit()
  } catch (error) {
    await part.discard()
    throw error
  }
  return { counted: counted(), output: { bytes: part.bytes, sha256: part.digest() } }
}
