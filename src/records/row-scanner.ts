import { isUtf8 } from 'node:buffer'
import { RecordFormatError } from '../errors/record-format-error.js'
import { GROUP_BYTES, MAX_COLUMNS } from './limits.js'

const LF = 10
const CR = 13
const QUOTE = 34
const COMMA = 44

/** Marks a field whose quotes are doubled. */
const DOUBLED = 1
/** Marks a field with bytes beyond ASCII. */
const WIDE = 128

/** A field takes a byte at least, so the rows of a group and one more always fit. */
const CAPACITY = GROUP_BYTES + MAX_COLUMNS

/** Finds the fields of one row; knows nothing of what they mean. */
export class RowScanner {
  /** Where each field of a row begins and ends, without its quotes; the fields of a row stand from `base` on. */
  readonly starts: Int32Array = new Int32Array(CAPACITY)
  readonly ends: Int32Array = new Int32Array(CAPACITY)
  /** 0 for a field that can be taken as it stands, otherwise `DOUBLED` and `WIDE` added up. */
  readonly marks: Uint8Array = new Uint8Array(CAPACITY)
  /** Place of the first field of the row; who keeps a row moves it behind its fields. */
  base = 0
  /** Number of fields. */
  count = 0
  /** Line on which the row begins, counted from 1. */
  line = 1
  /** Line on which a quote began that has no end yet; 0 when there is none. */
  openQuote = 0
  /** Whether text after a closing quote is an error; otherwise the field is kept as it stands, with its quotes. */
  strict = false
  #breaks = 0
  #nextLine = 1

  /**
   * Scans the row that begins at `from`. `bytes[end]` must be a line feed, which is not part of the data:
   * it spares the loops a comparison.
   *
   * @returns Where the next row begins; -1 when this one has no end yet.
   */
  scan(bytes: Uint8Array, from: number, end: number): number {
    this.line = this.#nextLine
    this.openQuote = 0
    this.#breaks = 0
    const { starts, ends, marks, base } = this
    const limit = base + MAX_COLUMNS
    let at = from
    for (let field = base; field < limit; field++) {
      let byte = bytes[at] ?? LF
      if (byte === QUOTE) {
        at = this.#quoted(bytes, at, end, field)
        if (at < 0) return -1
        byte = bytes[at] ?? LF
      } else {
        starts[field] = at
        let bits = 0
        while (byte > COMMA || !endsField(bytes, at, byte)) {
          bits |= byte
          byte = bytes[++at] ?? LF
        }
        ends[field] = at
        marks[field] = bits & WIDE
      }
      if (byte === COMMA) {
        at++
        continue
      }
      if (byte === CR) at++
      if (at >= end) return -1
      this.count = field + 1 - base
      this.#nextLine = this.line + this.#breaks + 1
      return at + 1
    }
    throw this.#error('too_many_columns', `has more than ${MAX_COLUMNS} fields`)
  }

  /** @returns Where the field ends: at a comma or a line end; -1 when its quote is still open. */
  #quoted(bytes: Uint8Array, start: number, end: number, field: number): number {
    const line = this.line + this.#breaks
    let mark = 0
    let bits = 0
    let at = start + 1
    for (; ; at++) {
      const byte = bytes[at] ?? LF
      bits |= byte
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break
        mark = DOUBLED
        at++
      } else if (byte === LF) {
        if (at >= end) {
          this.openQuote = line
          return -1
        }
        this.#breaks++
      }
    }
    const after = at + 1
    if (endsField(bytes, after, bytes[after] ?? LF)) {
      this.starts[field] = start + 1
      this.ends[field] = at
      this.marks[field] = mark | (bits & WIDE)
      return after
    }
    if (this.strict) throw this.#error('invalid_quote', 'has text after a closing quote')
    let last = after
    while (!endsField(bytes, last, bytes[last] ?? LF)) bits |= bytes[last++] ?? LF
    this.starts[field] = start
    this.ends[field] = last
    this.marks[field] = bits & WIDE
    return last
  }

  #error(code: string, problem: string): RecordFormatError {
    return new RecordFormatError(code, `Line ${this.line} ${problem}`, { line: this.line })
  }
}

const endsField = (bytes: Uint8Array, at: number, byte: number): boolean =>
  byte === COMMA || byte === LF || (byte === CR && bytes[at + 1] === LF)

/** The text of a field; what is not UTF-8 becomes U+FFFD. */
export const fieldText = (bytes: Buffer, start: number, end: number, mark: number): string => {
  const text = bytes.toString('utf8', start, end)
  return (mark & DOUBLED) === 0 ? text : text.replaceAll('""', '"')
}

/** Whether bytes were lost in the text of a field. A U+FFFD can also stand in the file itself. */
export const isDamaged = (text: string, bytes: Buffer, start: number, end: number): boolean =>
  text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))
