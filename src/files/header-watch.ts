const NEWLINE = 0x0a
/** Longest header that is watched for; a longer first line is no header. */
const LIMIT = 64 * 1024

/** Notices when the first line of a text comes again: the sign of a file that was put behind itself. */
export class HeaderWatch {
  #header: Buffer | undefined
  #start = Buffer.alloc(0)
  /** The end of what was seen, in which a header may have begun. */
  #tail = Buffer.alloc(0)

  seenAgain(chunk: Buffer): boolean {
    if (this.#header === undefined) return this.#begin(chunk)
    if (this.#header.length === 0) return false
    return this.#find(chunk)
  }

  #begin(chunk: Buffer): boolean {
    const text = Buffer.concat([this.#start, chunk])
    const end = text.indexOf(NEWLINE)
    if (end === -1 && text.length < LIMIT) {
      this.#start = text
      return false
    }
    this.#header = end < 1 || end > LIMIT ? Buffer.alloc(0) : Buffer.from(text.subarray(0, end + 1))
    return this.#header.length > 0 && this.#find(text.subarray(end + 1))
  }

  #find(chunk: Buffer): boolean {
    const header = this.#header ?? Buffer.alloc(0)
    const edge = Buffer.concat([this.#tail, chunk.subarray(0, header.length)])
    const found = edge.includes(header) || chunk.includes(header)
    this.#tail = Buffer.from(
      (chunk.length >= header.length ? chunk : Buffer.concat([this.#tail, chunk])).subarray(-header.length),
    )
    return found
  }
}
