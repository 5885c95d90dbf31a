import { open } from 'node:fs/promises'
import { onDisk } from '../files/storage.js'
import { READ_BYTES } from './limits.js'

/**
 * The bytes of a file. It is closed when the loop ends, however it ends.
 *
 * @throws {StorageError} when it cannot be opened or read.
 */
export async function* readFile(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await onDisk('read', path, () => open(path))
  try {
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(READ_BYTES)
      const { bytesRead } = await onDisk('read', path, () => file.read(piece, 0, READ_BYTES))
      if (bytesRead === 0) return
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
