import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { onDisk } from './storage.js'

/** Bytes of a file that are read at once. */
const READ_BYTES = 524_288

/**
 * Reads a file piece by piece. Each piece overwrites the one before, because fresh buffers made the memory grow. The
 * file is closed however the loop ends.
 *
 * @throws {StorageError} when it cannot be opened or read.
 */
export async function* readFile(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await onDisk('read', path, () => open(path))
  try {
    const piece = Buffer.allocUnsafeSlow(READ_BYTES)
    for (;;) {
      const { bytesRead } = await onDisk('read', path, () => file.read(piece, 0, READ_BYTES))
      if (bytesRead === 0) return
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/**
 * SHA-256 of a file in hex.
 *
 * @throws {StorageError} when it cannot be read.
 */
export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of readFile(path)) hash.update(piece)
  return hash.digest('hex')
}
