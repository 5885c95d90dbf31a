import { readFile } from 'node:fs/promises'
import { tryLock } from '../../disk/lock.js'
import { createFolderOf } from '../../disk/storage.js'
import { ConfigurationError } from '../../errors/configuration-error.js'

/**
 * Makes this process the only one that writes to a directory, until it is disposed of. A lock of a dead process of this
 * host is taken over.
 *
 * @throws {ConfigurationError} `in_use`, when another process has it.
 */
export const lockDirectory = async (path: string): Promise<AsyncDisposable> => {
  await createFolderOf(path)
  const lock = await tryLock(path)
  if (lock) return lock
  const owner = await readFile(path, 'utf8').catch(() => 'one that has just ended')
  throw new ConfigurationError('in_use', `Another process is using this directory: ${owner}`, {
    hint: `Wait for it; if there is none, remove ${path}.`,
  })
}
