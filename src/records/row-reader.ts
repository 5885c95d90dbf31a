import { RecordFormatError } from '../errors/record-format-error.js'
import { MAX_ROW_BYTES, PIECE_BYTES } from './limits.js'
import { fieldText, RowScanner } from './row-scanner.js'

const LF = 10
const CR = 13
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** Assembles rows from pieces of a file, wherever they are cut. Empty lines are skipped. */
export class RowReader {
  readonly scanner: RowScanner = new RowScanner()
  /** Our own buffer, since it is written to; no string of a row keeps it alive. */
  bytes: Buffer = Buffer.allocUnsafeSlow(2 * PIECE_BYTES)
  /** Where the current row starts, and where it ends including its line end. */
  from = 0
  to = 0
  /** Whether a piece so far has a NUL byte. One look at a piece spares every field another one. */
  hasNul = false
  #end = 0
  #begun = false
  /**
   * Bytes that an incomplete row must have before it is scanned again, so that tiny pieces cost no more than large
   * ones.
   */
  #wanted = 0

  add(piece: Uint8Array): void {
    const kept = this.#end - this.to
    const size = kept + piece.length + 2
    const target = size > this.bytes.length ? Buffer.allocUnsafeSlow(2 * size) : this.bytes
    target.set(this.bytes.subarray(this.to, this.#end))
    target.set(piece, kept)
    this.bytes = target
    this.#end = kept + piece.length
    this.to = 0
    target[this.#end] = LF
    this.hasNul ||= target.subarray(kept, this.#end).includes(0)
  }

  /** Ends the last line if the file does not. */
  finish(): void {
    this.#wanted = 0
    if (this.#end > this.to && this.bytes[this.#end - 1] !== LF) this.add(Uint8Array.of(LF))
  }

  /** Moves to the next row; false when more pieces are needed. */
  next(): boolean {
    if (!this.#begun && !this.#begin()) return false
    for (;;) {
      const from = this.to
      const size = this.#end - from
      if (size === 0 || size < this.#wanted) return false
      const to = this.scanner.scan(this.bytes, from, this.#end)
      if (to < 0) {
        if (size > MAX_ROW_BYTES + 1) throw this.#tooLarge()
        this.#wanted = 2 * size
        return false
      }
      this.#wanted = 0
      this.from = from
      this.to = to
      const length = this.#length
      if (length > MAX_ROW_BYTES) throw this.#tooLarge()
      if (length > 0) return true
    }
  }

  /** Skips a byte order mark; false while too little is there to know. */
  #begin(): boolean {
    const size = this.#end - this.to
    const isMark = BYTE_ORDER_MARK.every((byte, at) => at >= size || this.bytes[this.to + at] === byte)
    if (isMark && size < BYTE_ORDER_MARK.length) return false
    if (isMark) this.to += BYTE_ORDER_MARK.length
    this.#begun = true
    return true
  }

  /** The text of a field of the current row. */
  text(field: number): string {
    const { starts, ends, marks, base } = this.scanner
    const at = base + field
    return fieldText(this.bytes, starts[at] ?? 0, ends[at] ?? 0, marks[at] ?? 0)
  }

  /** The texts of all fields of the current row. */
  get texts(): string[] {
    return Array.from({ length: this.scanner.count }, (_, field) => this.text(field))
  }

  /** The current row as it stands, without its line end. */
  get rowText(): string {
    return this.bytes.toString('utf8', this.from, this.from + this.#length)
  }

  /** The bytes of the current row with its line end: a copy, since the next piece overwrites the buffer. */
  rowBytes(): Buffer {
    return Buffer.from(this.bytes.subarray(this.from, this.to))
  }

  /** The first field of the current row that has a NUL byte; -1 when none has. */
  nulField(): number {
    const { starts, ends, base, count } = this.scanner
    for (let at = base; this.hasNul && at < base + count; at++) {
      if (this.bytes.subarray(starts[at], ends[at]).includes(0)) return at - base
    }
    return -1
  }

  /** Call when the file has ended: throws when it ended within a row. */
  end(): void {
    const { openQuote } = this.scanner
    if (this.#end === this.to || openQuote === 0) return
    throw new RecordFormatError('unterminated_quote', `A quote opened on line ${openQuote} is never closed`, {
      line: openQuote,
    })
  }

  /** Bytes of the current row without its line end. */
  get #length(): number {
    const length = this.to - this.from - 1
    return this.bytes[this.to - 2] === CR && length > 0 ? length - 1 : length
  }

  #tooLarge(): RecordFormatError {
    const { line, openQuote } = this.scanner
    const why = openQuote > 0 ? `; a quote opened on line ${openQuote} is not closed` : ''
    return new RecordFormatError('row_too_large', `Line ${line} is longer than ${MAX_ROW_BYTES} bytes${why}`, { line })
  }
}
