import type { ApiVersion, ExportType } from '../api/types.js'
import { decodeBatches } from './decode-batches.js'
import { expectationOf } from './expectation.js'
import { inflate } from './inflate.js'
import type { PeriodWatch } from './period-watch.js'
import { openSource, type RecordSource } from './record-source.js'
import { type DecodeOptions } from './records.js'
import type { RowGroup } from './row-group.js'
import type { RowSink } from './row-sink.js'

/** Reads every value and keeps none. */
class RowChecks implements RowSink<number> {
  #rows = 0

  add(group: RowGroup): void {
    group.check()
    this.#rows++
  }

  take(): number | undefined {
    const rows = this.#rows
    this.#rows = 0
    return rows === 0 ? undefined : rows
  }
}

/** Checks a source as `decodeRecords` does, with the same errors, and yields the number of rows of each piece. */
export const checkedRows = <V extends ApiVersion, T extends ExportType<V>>(
  source: RecordSource,
  options: DecodeOptions<V, T>,
  watch?: PeriodWatch,
): AsyncGenerator<number, void, undefined> => {
  const create = () => new RowChecks()
  return decodeBatches(inflate(openSource(source)()), expectationOf(options), watch?.before(create) ?? create)
}
