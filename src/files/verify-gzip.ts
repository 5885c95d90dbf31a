import { open } from 'node:fs/promises'
import { onDisk } from '../disk/storage.js'
import { DownloadError } from '../errors/download-error.js'
import { Inflater } from '../records/inflater.js'

/** Most bytes that a file may inflate to. */
const MAX_INFLATED_BYTES = 64 * 2 ** 30
/** Most times that a file may grow, judged after its first MiB. CSV of calls grows about 5 times. */
const MAX_RATIO = 200

const CHUNK = 256 * 1024
const MIB = 2 ** 20

/** Bytes at the start that tell what a file is. */
const START = 64

/**
 * The text of a gzip file, verified to its trailer while it comes: what is yielded is provisional until the end.
 * Node's Gunzip checks CRC and length and refuses garbage, but takes a second member for more of the file and
 * stops at trailing zeros: a doubled file is told by its second header row, and what follows the zeros is looked
 * at here.
 *
 * @param path - The file that the pieces are of, for a second look at its end.
 * @throws {DownloadError} `not_gzip`, `truncated`, `corrupt` or `too_large`.
 */
export async function* verifiedText(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const inflater = new Inflater()
  const header = new HeaderWatch()
  let size = 0
  let inflated = 0
  const checked = async function* (texts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const text of texts) {
      if (inflated === 0 && text[0] === 0x1f && text[1] === 0x8b)
        throw new DownloadError('corrupt', 'The file is gzip within gzip')
      inflated += text.byteLength
      const tooMuch = inflated > MAX_INFLATED_BYTES || inflated > Math.max(MIB, size * MAX_RATIO)
      if (tooMuch) throw new DownloadError('too_large', `The file inflates to more than ${inflated} bytes from ${size}`)
      if (header.seenAgain(Buffer.from(text.buffer, text.byteOffset, text.byteLength)))
        throw new DownloadError('corrupt', 'The file holds its header twice: it was doubled')
      yield text
    }
  }
  try {
    for await (const piece of whenTold(pieces)) {
      size += piece.byteLength
      yield* checked(inflater.write(piece))
    }
    if (size < 2) throw new DownloadError('truncated', `The file has ${size} bytes`)
    yield* checked(inflater.end())
    await checkPadding(path, inflater.used, size)
  } finally {
    inflater.close()
  }
}

/** The same pieces, the first of them long enough to tell what they are. */
async function* whenTold(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let start: Buffer | undefined = Buffer.alloc(0)
  for await (const piece of pieces) {
    if (start === undefined) yield piece
    else {
      start = Buffer.concat([start, piece])
      if (start.length < START) continue
      checkMagic(start)
      yield start
      start = undefined
    }
  }
  if (start === undefined) return
  checkMagic(start)
  yield start
}

const checkMagic = (start: Buffer): void => {
  const isGzip = (start[0] ?? 0x1f) === 0x1f && (start[1] ?? 0x8b) === 0x8b
  if (!isGzip) throw notGzip(start.subarray(0, START))
}

/** What a file looks like; never its bytes, which can hold what a proxy has echoed. */
const looks = (start: Buffer): string => {
  if (start.toString('latin1').trimStart().startsWith('<')) return 'HTML'
  if (start.subarray(0, 2).toString('latin1') === 'PK') return 'a zip'
  return start.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) ? 'text' : 'something else'
}

const notGzip = (start: Buffer): DownloadError =>
  new DownloadError('not_gzip', `The file is not gzip; it looks like ${looks(start)}`, {
    hint: 'A proxy or a login page may have answered instead of the API.',
  })

/** What follows the last member may be zeros only. */
const checkPadding = async (path: string, from: number, size: number): Promise<void> => {
  const file = await onDisk('read', path, () => open(path, 'r'))
  try {
    const buffer = Buffer.alloc(CHUNK)
    for (let at = from; at < size;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, at)
      if (bytesRead === 0) return
      if (buffer.subarray(0, bytesRead).some((byte) => byte !== 0)) {
        throw new DownloadError('corrupt', 'The file goes on after its gzip trailer')
      }
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

const NEWLINE = 0x0a
/** Longest header that is watched for; a longer first line is no header. */
const LIMIT = 64 * 1024

/** Notices when the first line of a text comes again: the sign of a file that was put behind itself. */
class HeaderWatch {
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
