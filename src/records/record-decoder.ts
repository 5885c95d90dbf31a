import type { Cells } from '../../generated/rows.js'
import type { FileColumn } from './header.js'
import { GROUP_BYTES } from './limits.js'
import { duplicateHeader, raggedRow } from './row-errors.js'
import { RowGroup } from './row-group.js'
import type { RowReader } from './row-reader.js'
import { rewriteTimestamp } from './timestamp.js'

/** Makes a record of a row. */
export type BuildRow = (cells: Cells) => object

/** First byte of a byte order mark, which a second file can bring along. */
const MARK = 0xef

/** Turns the rows of one file into records. */
export class RecordDecoder {
  readonly #reader: RowReader
  readonly #columns: readonly FileColumn[]
  readonly #build: BuildRow
  readonly #timestamps: Int32Array
  readonly #unknown: readonly { readonly name: string; readonly column: number }[]
  readonly #firstByte: number | undefined
  readonly #group: RowGroup
  /** Line of each row of the group. A row has a byte for its end and one more. */
  readonly #lines: Int32Array = new Int32Array(GROUP_BYTES)

  constructor(
    reader: RowReader,
    columns: readonly FileColumn[],
    properties: readonly string[],
    build: BuildRow,
    strict: boolean,
  ) {
    this.#reader = reader
    this.#columns = columns
    this.#build = build
    this.#timestamps = Int32Array.from(columns.flatMap(({ kind }, index) => (kind === 'timestamp' ? [index] : [])))
    this.#unknown = columns.flatMap(({ name, property }, column) => (property === undefined ? [{ name, column }] : []))
    this.#firstByte = Buffer.from(columns[0]?.name ?? '')[0]
    this.#group = new RowGroup(reader, columns, properties, strict)
  }

  /** Adds the records of all rows that are there, whose bytes are used up by this; those before a wrong one as well. */
  decode(rows: object[]): void {
    while (this.#decodeGroup(rows));
  }

  /** @returns Whether there can be more. */
  #decodeGroup(rows: object[]): boolean {
    const reader = this.#reader
    const { scanner } = reader
    let count = 0
    let from = 0
    let to = 0
    try {
      while (to - from < GROUP_BYTES) {
        if (!reader.next()) return false
        this.#admit()
        if (count === 0) from = reader.from
        to = reader.to
        this.#lines[count++] = scanner.line
        scanner.base += this.#columns.length
      }
      return true
    } finally {
      scanner.base = 0
      if (count > 0) this.#take(rows, count, from, to)
    }
  }

  /** Judges the row as a whole, and rewrites its times. */
  #admit(): void {
    const { bytes, scanner } = this.#reader
    const { starts, ends, base, count, line } = scanner
    if (count !== this.#columns.length) throw raggedRow(line, count, this.#columns.length)
    const first = bytes[starts[base] ?? 0]
    if ((first === this.#firstByte || first === MARK) && this.#isHeader()) throw duplicateHeader(line)
    const timestamps = this.#timestamps
    for (let i = 0; i < timestamps.length; i++) {
      const at = base + (timestamps[i] ?? 0)
      rewriteTimestamp(bytes, starts[at] ?? 0, ends[at] ?? 0)
    }
  }

  #take(rows: object[], count: number, from: number, to: number): void {
    const group = this.#group
    const build = this.#build
    const width = this.#columns.length
    const isPlain = this.#unknown.length === 0
    group.open(this.#reader.bytes, from, to)
    for (let row = 0; row < count; row++) {
      group.goTo(row * width, this.#lines[row] ?? 0)
      const record = build(group)
      rows.push(isPlain && group.invalid === undefined ? record : this.#withOther(record))
    }
  }

  /** What fills no property of the record, or cannot be read, by the name of its column. */
  #withOther(record: object): object {
    const other: [string, string | null][] = this.#unknown.map(({ name, column }) => [name, this.#group.column(column)])
    // `fromEntries` keeps a column named __proto__ as what it is.
    return { ...record, other: Object.fromEntries([...other, ...Object.entries(this.#group.invalid ?? {})]) }
  }

  #isHeader(): boolean {
    return this.#columns.every(({ name }, column) => {
      const text = this.#reader.text(column)
      return text === name || (column === 0 && text === `\uFEFF${name}`)
    })
  }
}
