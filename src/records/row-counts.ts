import { hash } from 'node:crypto'

/** Words of 32 bits that stand for a row: with 128 bits no two rows of any files have the same. */
const WORDS = 4

/** How often each row occurs, in a table of numbers: 20 bytes for a row, however long it is. */
export class RowCounts {
  #rows = new Int32Array(1024 * WORDS)
  #counts = new Int32Array(1024)
  #used = 0

  /** Adds to the count of a row, and gives what it was before. */
  add(row: string, by: 1 | -1): number {
    if (this.#used * 4 > this.#counts.length * 3) this.#grow()
    const words = wordsOf(row)
    const place = this.#placeOf(words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0)
    const before = this.#counts[place] ?? 0
    this.#counts[place] = before + by
    return before
  }

  /** The sum of the counts above zero, and of those below without their sign. */
  surplus(): { readonly above: number; readonly below: number } {
    let [above, below] = [0, 0]
    for (const count of this.#counts) {
      if (count > 0) above += count
      else below -= count
    }
    return { above, below }
  }

  /** The place of a row, or the free one where it then stands. The first word of a row is never zero. */
  #placeOf(first: number, second: number, third: number, fourth: number): number {
    const rows = this.#rows
    const last = this.#counts.length - 1
    const head = first === 0 ? 1 : first
    for (let place = first & last; ; place = (place + 1) & last) {
      const at = place * WORDS
      const known = rows[at]
      if (known === head && rows[at + 1] === second && rows[at + 2] === third && rows[at + 3] === fourth) return place
      if (known !== 0) continue
      rows[at] = head
      rows[at + 1] = second
      rows[at + 2] = third
      rows[at + 3] = fourth
      this.#used += 1
      return place
    }
  }

  #grow(): void {
    const [rows, counts] = [this.#rows, this.#counts]
    this.#rows = new Int32Array(2 * rows.length)
    this.#counts = new Int32Array(2 * counts.length)
    this.#used = 0
    for (let place = 0; place < counts.length; place += 1) {
      const [first = 0, second = 0, third = 0, fourth = 0] = rows.subarray(place * WORDS, (place + 1) * WORDS)
      if (first === 0) continue
      this.#counts[this.#placeOf(first, second, third, fourth)] = counts[place] ?? 0
    }
  }
}

const wordsOf = (row: string): Int32Array => {
  const digest = hash('sha256', row, 'buffer')
  return new Int32Array(digest.buffer, digest.byteOffset, WORDS)
}

/** A small number for a text, the same each time, to divide rows into parts (FNV-1a). */
export const partOf = (text: string, parts: number): number => {
  let hashed = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hashed = Math.imul(hashed ^ text.charCodeAt(at), 0x01000193)
  return (hashed >>> 0) % parts
}
