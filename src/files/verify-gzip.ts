import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { DownloadError } from '../errors/download-error.js'
import { HeaderWatch } from './header-watch.js'
import { onDisk } from './storage.js'

export interface InflateLimits {
  /** Most bytes that a file may inflate to. */
  readonly maxInflatedBytes: number
  /** Most times that a file may grow, judged after its first MiB. CSV of calls grows about 5 times. */
  readonly maxRatio: number
}

export const INFLATE_LIMITS: InflateLimits = { maxInflatedBytes: 64 * 2 ** 30, maxRatio: 200 }

const CHUNK = 256 * 1024
const MIB = 2 ** 20

/**
 * Reads a gzip file to its trailer. Node's Gunzip checks CRC and length and refuses garbage, but
 * takes a second member for more of the file and stops at trailing zeros: a doubled file is told by
 * its second header row, and what follows the zeros is looked at here.
 *
 * @throws {DownloadError} `not_gzip`, `truncated`, `corrupt` or `too_large`.
 */
export const verifyGzip = async (
  path: string,
  limits: InflateLimits = INFLATE_LIMITS,
  signal?: AbortSignal,
): Promise<void> => {
  const size = await checkMagic(path)
  const gunzip = createGunzip({ chunkSize: CHUNK })
  const header = new HeaderWatch()
  let inflated = 0
  const source = createReadStream(path, { highWaterMark: CHUNK, ...(signal && { signal }) })
  source.once('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      inflated += chunk.byteLength
      const tooMuch = inflated > limits.maxInflatedBytes || inflated > Math.max(MIB, size * limits.maxRatio)
      if (tooMuch) throw new DownloadError('too_large', `The file inflates to more than ${inflated} bytes from ${size}`)
      if (header.seenAgain(chunk)) throw new DownloadError('corrupt', 'The file holds its header twice: it was doubled')
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw explain(error)
  } finally {
    source.destroy()
  }
  await checkPadding(path, gunzip.bytesWritten, size)
}

const explain = (error: unknown): unknown => {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR')
    return new DownloadError('truncated', 'The file ends before its gzip trailer', { cause: error })
  if (code?.startsWith('Z_')) return new DownloadError('corrupt', `The file is damaged: ${message}`, { cause: error })
  return error
}

/** The size of a file that begins as gzip does. */
const checkMagic = (path: string): Promise<number> =>
  withFile(path, async (file) => {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    const start = buffer.subarray(0, bytesRead)
    if (start[0] !== 0x1f && bytesRead > 0) throw notGzip(start)
    if (bytesRead < 2) throw new DownloadError('truncated', `The file has ${size} bytes`)
    if (start[1] !== 0x8b) throw notGzip(start)
    return size
  })

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
const checkPadding = (path: string, from: number, size: number): Promise<void> =>
  withFile(path, async (file) => {
    const buffer = Buffer.alloc(CHUNK)
    for (let at = from; at < size;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, at)
      if (bytesRead === 0) return
      if (buffer.subarray(0, bytesRead).some((byte) => byte !== 0)) {
        throw new DownloadError('corrupt', 'The file goes on after its gzip trailer')
      }
      at += bytesRead
    }
  })

const withFile = async <T>(path: string, work: (file: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> => {
  const file = await onDisk('read', path, () => open(path, 'r'))
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
