import type { ColumnKind } from '../../generated/columns.js'
import { fieldText, isDamaged } from './field-text.js'
import type { FileColumn } from './header.js'
import { isDecimal, readInteger } from './numbers.js'
import { createRowBuilder, type Row, type Value } from './row-builder.js'
import { duplicateHeader, invalidUtf8, invalidValue, raggedRow } from './row-errors.js'
import type { RowReader } from './row-reader.js'
import { isRewritten, rewriteTimestamp } from './timestamp.js'

/** First byte of a byte order mark, which a second file can bring along. */
const MARK = 0xef

const STRING = 0
const TIMESTAMP = 1
const INTEGER = 2
const DECIMAL = 3
const numberOf: Record<ColumnKind, number> = {
  string: STRING,
  timestamp: TIMESTAMP,
  integer: INTEGER,
  decimal: DECIMAL,
}

/** Turns the rows of one file into records. */
export class RecordDecoder {
  readonly #columns: readonly FileColumn[]
  readonly #strict: boolean
  readonly #kinds: Uint8Array
  readonly #timestamps: Int32Array
  /** Where the value of each column goes; unknown columns come after the properties. */
  readonly #slots: Int32Array
  readonly #values: Value[]
  readonly #build: (values: readonly Value[]) => Row
  readonly #firstByte: number | undefined

  constructor(columns: readonly FileColumn[], properties: readonly string[], strict: boolean) {
    const unknown = columns.filter(({ property }) => property === undefined).map(({ name }) => name)
    this.#columns = columns
    this.#strict = strict
    this.#kinds = Uint8Array.from(columns, ({ kind }) => numberOf[kind])
    this.#timestamps = Int32Array.from(columns.flatMap(({ kind }, index) => (kind === 'timestamp' ? [index] : [])))
    this.#slots = Int32Array.from(columns, ({ name, property }) =>
      property === undefined ? properties.length + unknown.indexOf(name) : properties.indexOf(property),
    )
    this.#values = [...properties, ...unknown].map(() => null)
    this.#build = createRowBuilder(properties, unknown)
    this.#firstByte = Buffer.from(columns[0]?.name ?? '')[0]
  }

  /** The record of the reader's row, whose bytes are used up by this. */
  decode(reader: RowReader): Row {
    const { bytes, from, to, scanner } = reader
    const { starts, ends, marks, count } = scanner
    if (count !== this.#columns.length) throw raggedRow(scanner.line, count, this.#columns.length)
    const first = bytes[starts[0] ?? 0]
    if ((first === this.#firstByte || first === MARK) && this.#isHeader(reader)) throw duplicateHeader(scanner.line)

    const timestamps = this.#timestamps
    for (let i = 0; i < timestamps.length; i++) {
      const column = timestamps[i] ?? 0
      rewriteTimestamp(bytes, starts[column] ?? 0, ends[column] ?? 0)
    }

    // One string for each row: the values are parts of it, so a value that is kept keeps its row and no more.
    const text = bytes.toString('latin1', from, to)
    const kinds = this.#kinds
    const slots = this.#slots
    const values = this.#values
    let invalid: Record<string, string> | undefined
    for (let column = 0; column < count; column++) {
      const start = starts[column] ?? 0
      const end = ends[column] ?? 0
      let value: Value = null
      if (start < end) {
        const kind = kinds[column]
        if (kind === STRING) {
          value = marks[column] === 0 ? text.slice(start - from, end - from) : this.#text(reader, column)
        } else if (kind === TIMESTAMP) {
          if (isRewritten(bytes, end)) value = text.slice(start - from, end - from + 1)
        } else if (kind === INTEGER) {
          value = readInteger(bytes, start, end)
        } else if (isDecimal(bytes, start, end)) {
          value = text.slice(start - from, end - from)
        }
        if (value === null) invalid = this.#invalid(reader, column, invalid)
      }
      values[slots[column] ?? 0] = value
    }
    const row = this.#build(values)
    if (invalid !== undefined) row.other = Object.assign(row.other ?? {}, invalid)
    return row
  }

  /** The text of a string that has quotes in it or bytes beyond ASCII. */
  #text({ bytes, scanner }: RowReader, column: number): string {
    const start = scanner.starts[column] ?? 0
    const end = scanner.ends[column] ?? 0
    const text = fieldText(bytes, start, end, scanner.marks[column] ?? 0)
    if (this.#strict && isDamaged(text, bytes, start, end)) {
      throw invalidUtf8(scanner.line, this.#columns[column]?.name ?? '')
    }
    return text
  }

  #invalid(reader: RowReader, column: number, before: Record<string, string> = {}): Record<string, string> {
    const { name = '', kind = 'string' } = this.#columns[column] ?? {}
    const raw = reader.text(column)
    if (this.#strict) throw invalidValue(reader.scanner.line, name, kind, raw)
    return { ...before, [name]: raw }
  }

  #isHeader(reader: RowReader): boolean {
    return this.#columns.every(({ name }, column) => {
      const text = reader.text(column)
      return text === name || (column === 0 && text === `\uFEFF${name}`)
    })
  }
}
