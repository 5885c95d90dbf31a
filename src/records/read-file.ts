import { open } from 'node:fs/promises'
import { onDisk } from '../files/storage.js'
import { READ_BYTES } from './limits.js'

/**
 * The bytes of a file; those of one piece are written over by the next, since memory that is given back piece by
 * piece was measured to grow. The file is closed when the loop ends, however it ends.
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
