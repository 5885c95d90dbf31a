import { createHash } from 'node:crypto'
import { readFile } from '../records/read-file.js'

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
