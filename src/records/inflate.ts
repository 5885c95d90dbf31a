import { DownloadError } from '../errors/download-error.js'
import { Inflater } from './inflater.js'

const MAGIC = [0x1f, 0x8b] as const

/**
 * The text of a file: inflated when its first bytes are those of gzip, otherwise as it is.
 *
 * The source is read one piece at a time, only when the reader asks. So nothing is pending when the reader stops.
 */
export async function* inflate(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let inflater: Inflater | undefined
  let size = 0
  let head: Uint8Array | undefined = new Uint8Array(0)
  try {
    for await (const bytes of source) {
      let piece = bytes
      if (head !== undefined) {
        piece = head.length === 0 ? bytes : Buffer.concat([head, bytes])
        head = piece.length < MAGIC.length ? Buffer.from(piece) : undefined
        if (head !== undefined) continue
        if (isGzip(piece)) inflater = new Inflater()
      }
      if (inflater === undefined) yield piece
      else {
        yield* inflater.write(piece)
        checkPadding(piece, (size += piece.length) - inflater.used)
      }
    }
    if (head !== undefined && head.length > 0) {
      if (isGzip(head)) inflater = new Inflater()
      yield* inflater?.write(head) ?? [head]
    }
    if (inflater !== undefined) yield* inflater.end()
  } finally {
    inflater?.close()
  }
}

/** Gunzip stops at zeros after the trailer, whatever follows them. */
const checkPadding = (piece: Uint8Array, unused: number): void => {
  if (unused === 0 || piece.subarray(-unused).every((byte) => byte === 0)) return
  throw new DownloadError('corrupt', 'The gzip data continues after its trailer')
}

/** Whether bytes start like gzip. */
const isGzip = (bytes: Uint8Array): boolean => MAGIC.every((byte, at) => at >= bytes.length || bytes[at] === byte)
