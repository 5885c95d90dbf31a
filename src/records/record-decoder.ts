import type { FileColumn } from './header.js'
import { GROUP_BYTES } from './limits.js'
import { duplicateHeader, nulByte, raggedRow } from './row-errors.js'
import type { DamagedRow } from './records.js'
import type { RowGroup } from './row-group.js'
import type { RowReader } from './row-reader.js'
import type { RowSink } from './row-sink.js'
import { rewriteTimestamp } from './timestamp.js'

/** First byte of a byte order mark, which an appended second file can have. */
const MARK = 0xef

/** How strictly rows are read. */
interface Reading {
  readonly strict: boolean
  /** Told of rows that are left out; without it they are errors. */
  readonly onDamagedRow: ((row: DamagedRow) => void) | undefined
}

/** Checks the rows of a file and passes them to the sink. */
export class RecordDecoder {
  readonly #reader: RowReader
  readonly #columns: readonly FileColumn[]
  readonly #strict: boolean
  readonly #sink: RowSink<unknown>
  readonly #timestamps: Int32Array
  readonly #firstByte: number | undefined
  readonly #group: RowGroup
  readonly #onDamagedRow: ((row: DamagedRow) => void) | undefined
  /** Line of each row of the group. A row has a byte for its end and one more. */
  readonly #lines: Int32Array = new Int32Array(GROUP_BYTES)

  constructor(
    reader: RowReader,
    columns: readonly FileColumn[],
    group: RowGroup,
    sink: RowSink<unknown>,
    { strict, onDamagedRow }: Reading,
  ) {
    this.#reader = reader
    this.#columns = columns
    this.#strict = strict
    this.#sink = sink
    this.#timestamps = Int32Array.from(columns.flatMap(({ kind }, index) => (kind === 'timestamp' ? [index] : [])))
    this.#firstByte = Buffer.from(columns[0]?.name ?? '')[0]
    this.#group = group
    this.#onDamagedRow = onDamagedRow
  }

  /** Passes on all rows that are there, also those before an invalid one. */
  decode(): void {
    while (this.#decodeGroup());
  }

  /** @returns Whether there may be more. */
  #decodeGroup(): boolean {
    const reader = this.#reader
    const { scanner } = reader
    let count = 0
    let from = 0
    let to = 0
    try {
      while (to - from < GROUP_BYTES) {
        if (!reader.next()) return false
        if (!this.#admit()) continue
        if (count === 0) from = reader.from
        to = reader.to
        this.#lines[count++] = scanner.line
        scanner.base += this.#columns.length
      }
      return true
    } finally {
      scanner.base = 0
      if (count > 0) this.#take(count, from, to)
    }
  }

  /**
   * Checks the row as a whole and rewrites its times.
   *
   * @returns False for a row that is left out.
   */
  #admit(): boolean {
    const { bytes, scanner } = this.#reader
    const { starts, ends, base, count, line } = scanner
    if (count !== this.#columns.length) {
      if (!this.#onDamagedRow) throw raggedRow(line, count, this.#columns.length)
      this.#onDamagedRow({ line, fields: count, text: this.#reader.rowText })
      return false
    }
    const first = bytes[starts[base] ?? 0]
    if ((first === this.#firstByte || first === MARK) && this.#isHeader()) throw duplicateHeader(line)
    if (this.#reader.hasNul && this.#strict) this.#refuseNul(line)
    const timestamps = this.#timestamps
    for (let i = 0; i < timestamps.length; i++) {
      const at = base + (timestamps[i] ?? 0)
      rewriteTimestamp(bytes, starts[at] ?? 0, ends[at] ?? 0)
    }
    return true
  }

  #refuseNul(line: number): void {
    const field = this.#reader.nulField()
    if (field >= 0) throw nulByte(line, this.#columns[field]?.name ?? '')
  }

  #take(count: number, from: number, to: number): void {
    const group = this.#group
    const sink = this.#sink
    const width = this.#columns.length
    group.open(this.#reader.bytes, from, to)
    for (let row = 0; row < count; row++) {
      group.goTo(row * width, this.#lines[row] ?? 0)
      sink.add(group)
    }
  }

  #isHeader(): boolean {
    return this.#columns.every(({ name }, column) => {
      const text = this.#reader.text(column)
      return text === name || (column === 0 && text === `\uFEFF${name}`)
    })
  }
}
