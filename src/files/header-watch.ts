const [NEWLINE, RETURN] = [0x0a, 0x0d]
const COMMA = ','
/** Longest header that is looked for; a longer first line is not a header. */
const LIMIT = 64 * 1024

/** Notices when the header row appears again, whatever its line end: the sign of a doubled file. */
export class HeaderWatch {
  /** The first line without its line end; empty when it is no header. */
  #header: Buffer | undefined
  /** The last bytes, in which a header may start; before the header is known, all of them. */
  #tail = Buffer.alloc(0)
  /** Bytes before the tail. */
  #before = 0

  /** @returns Where in the whole text the header begins again. */
  findAgain(chunk: Buffer): number | undefined {
    if (this.#header === undefined) return this.#begin(chunk)
    if (this.#header.length === 0) return undefined
    return this.#find(this.#header, chunk)
  }

  #begin(chunk: Buffer): number | undefined {
    const text = Buffer.concat([this.#tail, chunk])
    const end = text.indexOf(NEWLINE)
    if (end === -1 && text.length < LIMIT) {
      this.#tail = text
      return undefined
    }
    const line = text.subarray(0, text[end - 1] === RETURN ? end - 1 : Math.max(end, 0))
    // The name of a single column may be the value of a cell.
    this.#header = line.length <= LIMIT && line.includes(COMMA) ? Buffer.from(line) : Buffer.alloc(0)
    this.#tail = Buffer.alloc(0)
    this.#before = end + 1
    return this.#header.length > 0 ? this.#find(this.#header, text.subarray(end + 1)) : undefined
  }

  #find(header: Buffer, chunk: Buffer): number | undefined {
    const edge = Buffer.concat([this.#tail, chunk.subarray(0, header.length)])
    const [atEdge, inChunk] = [edge.indexOf(header), chunk.indexOf(header)]
    if (atEdge >= 0) return this.#before + atEdge
    if (inChunk >= 0) return this.#before + this.#tail.length + inChunk
    const size = this.#tail.length + chunk.length
    const last = chunk.length >= header.length ? chunk : Buffer.concat([this.#tail, chunk])
    this.#tail = Buffer.from(last.subarray(-header.length))
    this.#before += size - this.#tail.length
    return undefined
  }
}
