import type { Cells } from '../../generated/rows.js'
import type { FileColumn } from './header.js'
import { isDecimal, readInteger } from './numbers.js'
import { invalidUtf8, invalidValue } from './row-errors.js'
import type { RowReader } from './row-reader.js'
import { fieldText, isDamaged } from './row-scanner.js'
import { isRewritten } from './timestamp.js'

/**
 * The values of consecutive rows. One string is made of all their bytes, and values are slices of it: a call for each
 * row would cost as much as finding its fields.
 */
export class RowGroup implements Cells {
  readonly #columns: readonly FileColumn[]
  readonly #strict: boolean
  /** The column of each property; -1 when the file has none. */
  readonly #columnOf: Int32Array
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #marks: Uint8Array
  bytes: Buffer
  /** Bytes of all its rows. */
  size = 0
  #text = ''
  #from = 0
  #base = 0
  /** Line on which the current row begins. */
  line = 0
  /** Values of the current row that could not be read, by the name of their column. */
  invalid: Record<string, string> | undefined

  constructor(reader: RowReader, columns: readonly FileColumn[], properties: readonly string[], strict: boolean) {
    const { starts, ends, marks } = reader.scanner
    this.#columns = columns
    this.#strict = strict
    this.#columnOf = Int32Array.from(properties, (name) => columns.findIndex(({ property }) => property === name))
    this.#starts = starts
    this.#ends = ends
    this.#marks = marks
    this.bytes = reader.bytes
  }

  /** Takes the bytes from `from` to `to`, whose times were rewritten. */
  open(bytes: Buffer, from: number, to: number): void {
    this.bytes = bytes
    this.#from = from
    this.size = to - from
    this.#text = bytes.toString('latin1', from, to)
  }

  /** Moves to the row whose fields start at `base`. */
  goTo(base: number, line: number): void {
    this.#base = base
    this.line = line
    this.invalid = undefined
  }

  timestamp(place: number): string | null {
    const column = this.#columnOf[place] ?? -1
    if (column < 0) return null
    const start = this.#starts[this.#base + column] ?? 0
    const end = this.#ends[this.#base + column] ?? 0
    if (start === end) return null
    if (!isRewritten(this.bytes, end)) return this.#refuse(column)
    return this.#text.slice(start - this.#from, end - this.#from + 1)
  }

  integer(place: number): number | null {
    const column = this.#columnOf[place] ?? -1
    if (column < 0) return null
    const start = this.#starts[this.#base + column] ?? 0
    const end = this.#ends[this.#base + column] ?? 0
    if (start === end) return null
    return readInteger(this.bytes, start, end) ?? this.#refuse(column)
  }

  decimal(place: number): string | null {
    const column = this.#columnOf[place] ?? -1
    if (column < 0) return null
    const start = this.#starts[this.#base + column] ?? 0
    const end = this.#ends[this.#base + column] ?? 0
    if (start === end) return null
    if (!isDecimal(this.bytes, start, end)) return this.#refuse(column)
    return this.#text.slice(start - this.#from, end - this.#from)
  }

  /** Reads every value of the row and keeps none. */
  check(): void {
    const columns = this.#columns
    for (let column = 0; column < columns.length; column++) {
      const at = this.#base + column
      const start = this.#starts[at] ?? 0
      const end = this.#ends[at] ?? 0
      if (start !== end && !this.#isValid(column, start, end)) this.#refuse(column)
    }
  }

  #isValid(column: number, start: number, end: number): boolean {
    switch (this.#columns[column]?.kind) {
      case 'timestamp':
        return isRewritten(this.bytes, end)
      case 'integer':
        return readInteger(this.bytes, start, end) !== null
      case 'decimal':
        return isDecimal(this.bytes, start, end)
      default:
        if (this.#marks[this.#base + column] !== 0) this.#wide(column, start, end)
        return true
    }
  }

  /** Where the text of a property starts; only for a property that has a text. */
  start(place: number): number {
    return this.#starts[this.#base + (this.#columnOf[place] ?? 0)] ?? 0
  }

  end(place: number): number {
    return this.#ends[this.#base + (this.#columnOf[place] ?? 0)] ?? 0
  }

  /** Whether a property is a time. */
  isTimestamp(place: number): boolean {
    const column = this.#columnOf[place] ?? -1
    if (column < 0 || this.start(place) === this.end(place)) return false
    const isTime = isRewritten(this.bytes, this.end(place))
    if (!isTime) this.#refuse(column)
    return isTime
  }

  /** Whether a property is a number. */
  isDecimal(place: number): boolean {
    const column = this.#columnOf[place] ?? -1
    if (column < 0 || this.start(place) === this.end(place)) return false
    const isNumber = isDecimal(this.bytes, this.start(place), this.end(place))
    if (!isNumber) this.#refuse(column)
    return isNumber
  }

  /** Whether a property has a text that needs no decoding. */
  isPlain(place: number): boolean {
    const column = this.#columnOf[place] ?? -1
    if (column < 0 || this.start(place) === this.end(place)) return false
    return this.#marks[this.#base + column] === 0
  }

  string(place: number): string | null {
    const column = this.#columnOf[place] ?? -1
    return column < 0 ? null : this.column(column)
  }

  /** The text of a column of the file. */
  column(column: number): string | null {
    const at = this.#base + column
    const start = this.#starts[at] ?? 0
    const end = this.#ends[at] ?? 0
    if (start === end) return null
    if (this.#marks[at] !== 0) return this.#wide(column, start, end)
    return this.#text.slice(start - this.#from, end - this.#from)
  }

  /** A text with quotes or bytes beyond ASCII. */
  #wide(column: number, start: number, end: number): string {
    const text = fieldText(this.bytes, start, end, this.#marks[this.#base + column] ?? 0)
    if (this.#strict && isDamaged(text, this.bytes, start, end)) {
      throw invalidUtf8(this.line, this.#columns[column]?.name ?? '')
    }
    return text
  }

  #refuse(column: number): null {
    const { name = '', kind = 'string' } = this.#columns[column] ?? {}
    const at = this.#base + column
    const raw = fieldText(this.bytes, this.#starts[at] ?? 0, this.#ends[at] ?? 0, this.#marks[at] ?? 0)
    if (this.#strict) throw invalidValue(this.line, name, kind, raw)
    this.invalid = { ...this.invalid, [name]: raw }
    return null
  }
}
