import { open } from 'node:fs/promises'
import { readFile } from '../disk/read-file.js'
import { onDisk } from '../disk/storage.js'
import { DownloadError } from '../errors/download-error.js'
import { inflate } from '../records/inflate.js'
import { Inflater } from '../records/inflater.js'
import { HeaderWatch } from './header-watch.js'

/** Most bytes that a file may inflate to. */
const MAX_INFLATED_BYTES = 64 * 2 ** 30
/** Largest ratio by which a file may inflate, checked after its first MiB. CSV of calls inflates about 5 times. */
const MAX_RATIO = 200

const CHUNK = 256 * 1024
const MIB = 2 ** 20

/** Bytes at the start that show what kind of file it is. */
const START = 64

/**
 * Inflates a gzip file and verifies it to its trailer. The text is provisional until the end. Node's Gunzip checks CRC
 * and length of every member, but it stops at trailing zeros, so what follows them is checked here. Several members are
 * one file, as RFC 1952 says, because a server may compress in parts. A doubled file has its header twice.
 *
 * @param path - The file that the pieces come from, to check its end.
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
      const again = header.findAgain(Buffer.from(text.buffer, text.byteOffset, text.byteLength))
      if (again !== undefined) {
        const line = await lineAt(path, again)
        throw new DownloadError('corrupt', `The file has its header again on line ${line}: it was doubled`)
      }
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

/** The same pieces, with a first one that is long enough to see what kind of file it is. */
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

/** Says what a file looks like. Its bytes are not shown: a proxy may have echoed the key. */
const looks = (start: Buffer): string => {
  if (start.toString('latin1').trimStart().startsWith('<')) return 'HTML'
  if (start.subarray(0, 2).toString('latin1') === 'PK') return 'a zip'
  return start.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) ? 'text' : 'something else'
}

const notGzip = (start: Buffer): DownloadError =>
  new DownloadError('not_gzip', `The file is not gzip; it looks like ${looks(start)}`, {
    hint: 'A proxy or a login page may have answered instead of the API.',
  })

/** Only zeros may follow the last gzip member. */
const checkPadding = async (path: string, from: number, size: number): Promise<void> => {
  const file = await onDisk('read', path, () => open(path, 'r'))
  try {
    const buffer = Buffer.alloc(CHUNK)
    for (let at = from; at < size;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, at)
      if (bytesRead === 0) return
      if (buffer.subarray(0, bytesRead).some((byte) => byte !== 0)) {
        throw new DownloadError('corrupt', 'The file continues after its gzip trailer')
      }
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

const NEWLINE = 0x0a

/** The line of a byte of the text, counted from 1. The file is read once more for it. */
const lineAt = async (path: string, offset: number): Promise<number> => {
  let line = 1
  let left = offset
  for await (const text of inflate(readFile(path))) {
    line += text.subarray(0, left).reduce((count, byte) => count + (byte === NEWLINE ? 1 : 0), 0)
    left -= text.byteLength
    if (left <= 0) break
  }
  return line
}
