import { readFileSync } from 'node:fs'
import { storageError } from '../disk/storage.js'

/** What ends a process by default. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * The text of a file, or of stdin for `-`.
 *
 * A terminal or a pipe may never end, and no JavaScript runs while it is read. Until it has been read a signal
 * ends the process by itself.
 *
 * @throws {StorageError}
 */
export const readText = (path: string): string => {
  const listeners = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const)
  for (const [signal] of listeners) process.removeAllListeners(signal)
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw storageError('read', path === '-' ? 'stdin' : path, error)
  } finally {
    for (const [signal, before] of listeners) for (const listener of before) process.on(signal, listener)
  }
}
