import { readFileSync } from 'node:fs'
import { storageError } from '../disk/storage.js'

/**
 * The text of a file, or of stdin for `-`.
 *
 * @throws {StorageError}
 */
export const readText = (path: string): string => {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw storageError('read', path === '-' ? 'stdin' : path, error)
  }
}
