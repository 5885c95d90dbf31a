import type { ApiVersion, ExportType } from '../api/types.js'
import { decodeBatches } from './decode-batches.js'
import { expectationOf } from './expectation.js'
import type { AnyColumn, FileColumn } from './header.js'
import { inflate } from './inflate.js'
import { PIECE_BYTES } from './limits.js'
import { type BuildRow, recordMaker } from './record-rows.js'
import type { PeriodWatch } from './period-watch.js'
import { openSource, type RecordSource } from './record-source.js'
import { type DecodeOptions } from './records.js'
import type { RowGroup } from './row-group.js'
import type { RowSink } from './row-sink.js'

/** The records of a source as lines of JSON, piece by piece. Each piece overwrites the one before. */
export const ndjsonLines = <V extends ApiVersion, T extends ExportType<V>>(
  source: RecordSource,
  options: DecodeOptions<V, T>,
  watch?: PeriodWatch,
): AsyncGenerator<Lines, void, undefined> => {
  const expected = expectationOf(options)
  const { columns, build } = expected
  const create = (header: readonly FileColumn[]) => new NdjsonRows(header, columns, build)
  return decodeBatches(inflate(openSource(source)()), expected, watch?.before(create) ?? create)
}

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const BRACE = 125
const LF = 10

/** Longest form of a byte in JSON: `\u0000`. */
const ESCAPED = 6

/** Lines of JSON, and how many they are. */
interface Lines {
  /** Overwritten by the next piece. */
  readonly bytes: Buffer
  readonly rows: number
}

/** Writes rows as lines of JSON without making records, byte for byte as `JSON.stringify` would write them. */
class NdjsonRows implements RowSink<Lines> {
  readonly #make: (group: RowGroup) => object
  readonly #columns: readonly AnyColumn[]
  /** What stands before the value of each property. */
  readonly #prefixes: readonly Uint8Array[]
  readonly #prefixBytes: number
  readonly #hasUnknown: boolean
  #out: Buffer = Buffer.allocUnsafeSlow(4 * PIECE_BYTES)
  #at = 0
  #rows = 0

  constructor(fileColumns: readonly FileColumn[], columns: readonly AnyColumn[], build: BuildRow) {
    this.#make = recordMaker(fileColumns, build)
    this.#columns = columns
    this.#prefixes = columns.map(({ property }, place) =>
      Buffer.from(`${place === 0 ? '{' : ','}${JSON.stringify(property)}:`),
    )
    this.#prefixBytes = this.#prefixes.reduce((sum, prefix) => sum + prefix.length + 'null'.length, 8)
    this.#hasUnknown = fileColumns.some(({ property }) => property === undefined)
  }

  add(group: RowGroup): void {
    const start = this.#at
    if (!this.#hasUnknown) this.#write(group)
    if (this.#hasUnknown || group.invalid !== undefined) {
      this.#at = start
      this.#text(JSON.stringify(this.#make(group)))
    }
    this.#reserve(1)
    this.#out[this.#at++] = LF
    this.#rows++
  }

  take(): Lines | undefined {
    if (this.#rows === 0) return undefined
    const lines = { bytes: this.#out.subarray(0, this.#at), rows: this.#rows }
    this.#at = 0
    this.#rows = 0
    return lines
  }

  #write(group: RowGroup): void {
    this.#reserve(this.#prefixBytes + ESCAPED * group.size)
    const columns = this.#columns
    for (let place = 0; place < columns.length; place++) {
      const prefix = this.#prefixes[place] ?? group.bytes
      const out = this.#out
      let at = this.#at
      for (let i = 0; i < prefix.length; i++) out[at++] = prefix[i] ?? 0
      this.#at = at
      switch (columns[place]?.kind) {
        case 'integer':
          this.#integer(group, place)
          break
        case 'timestamp':
          if (group.isTimestamp(place)) this.#quoted(group, place, 1)
          else this.#null()
          break
        case 'decimal':
          if (group.isDecimal(place)) this.#quoted(group, place, 0)
          else this.#null()
          break
        default:
          if (group.isPlain(place)) this.#escaped(group, place)
          else this.#text(JSON.stringify(group.string(place)))
      }
    }
    this.#out[this.#at++] = BRACE
  }

  #integer(group: RowGroup, place: number): void {
    const value = group.integer(place)
    if (value === null) this.#null()
    else this.#text(String(value))
  }

  /** Reserves room for a text that needs no escape, and `more` bytes. */
  #quoted(group: RowGroup, place: number, more: number): void {
    const { bytes } = group
    const end = group.end(place) + more
    const out = this.#out
    let at = this.#at
    out[at++] = QUOTE
    for (let from = group.start(place); from < end; from++) out[at++] = bytes[from] ?? 0
    out[at++] = QUOTE
    this.#at = at
  }

  #escaped(group: RowGroup, place: number): void {
    const { bytes } = group
    const start = group.start(place)
    const end = group.end(place)
    const out = this.#out
    let at = this.#at
    out[at++] = QUOTE
    for (let from = start; from < end; from++) {
      const byte = bytes[from] ?? 0
      if (byte < SPACE || byte === QUOTE || byte === BACKSLASH) {
        this.#text(JSON.stringify(group.string(place)))
        return
      }
      out[at++] = byte
    }
    out[at++] = QUOTE
    this.#at = at
  }

  #null(): void {
    const out = this.#out
    out[this.#at++] = 110
    out[this.#at++] = 117
    out[this.#at++] = 108
    out[this.#at++] = 108
  }

  #text(text: string): void {
    this.#reserve(3 * text.length)
    this.#at += this.#out.write(text, this.#at)
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#out.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#at + bytes))
    larger.set(this.#out.subarray(0, this.#at))
    this.#out = larger
  }
}
