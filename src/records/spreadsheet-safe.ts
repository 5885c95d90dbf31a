import { isDecimal } from './numbers.js'
import { RowReader } from './row-reader.js'

const LF = 10
const APOSTROPHE = Buffer.from("'")

/** First bytes by which spreadsheets take a cell for a formula: `=`, `+`, `-`, `@`, tab, carriage return. */
const FORMULA: ReadonlySet<number> = new Set([61, 43, 45, 64, 9, 13])

/** Most digits of a number that a spreadsheet keeps. */
const KEPT_DIGITS = 15
const [ZERO, NINE] = [48, 57]

/**
 * Puts `'` before what a spreadsheet would change: what it would run as a formula, and numbers of telephones that it
 * would take for a number, with a `+`, a zero in front or more than 15 digits. Other numbers stay, also negative ones.
 * All other bytes are handed on as they are.
 */
export class SpreadsheetSafe {
  readonly #reader: RowReader = new RowReader()
  #last = LF

  /** @returns What is whole of the text so far. */
  add(piece: Uint8Array): Buffer {
    this.#reader.add(piece)
    this.#last = piece.at(-1) ?? this.#last
    return this.#rows()
  }

  /** @returns The last line, when it has no end. */
  end(): Buffer {
    this.#reader.finish()
    const rest = this.#rows()
    return this.#last === LF ? rest : rest.subarray(0, -1)
  }

  #rows(): Buffer {
    const reader = this.#reader
    const parts: Buffer[] = []
    let at = reader.to
    const copyTo = (end: number): void => {
      // A copy: what comes next is written over it.
      if (end > at) parts.push(Buffer.from(reader.bytes.subarray(at, end)))
      at = end
    }
    while (reader.next()) {
      const { starts, count } = reader.scanner
      for (let field = 0; field < count; field++) {
        if (!this.#wouldChange(field)) continue
        copyTo(starts[field] ?? 0)
        parts.push(APOSTROPHE)
      }
      copyTo(reader.to)
    }
    copyTo(reader.to)
    return Buffer.concat(parts)
  }

  #wouldChange(field: number): boolean {
    const { bytes, scanner } = this.#reader
    const [start, end] = [scanner.starts[field] ?? 0, scanner.ends[field] ?? 0]
    if (start >= end) return false
    if (FORMULA.has(bytes[start] ?? 0)) return !isDecimal(bytes, start, end)
    const isLong = end - start > KEPT_DIGITS
    const hasZero = bytes[start] === ZERO && end - start > 1
    return (isLong || hasZero) && bytes.subarray(start, end).every((byte) => byte >= ZERO && byte <= NINE)
  }
}
