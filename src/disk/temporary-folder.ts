import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onDisk } from './storage.js'

interface TemporaryFolder {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** Makes an empty folder for the owner only. */
export const createTemporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await onDisk('create', tmpdir(), () => mkdtemp(join(tmpdir(), 'didww-exports-')))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Works in an empty folder that is removed afterwards. */
export const withTemporaryFolder = async <T>(use: (path: string) => Promise<T>): Promise<T> => {
  const { path, remove } = await createTemporaryFolder()
  return use(path).finally(remove)
}
