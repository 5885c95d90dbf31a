import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageError } from '../errors/storage-error.js'

const HINTS: Record<string, string> = {
  ENOSPC: 'The disk is full: make room and run again.',
  EDQUOT: 'The quota is used up: make room and run again.',
  EACCES: 'Check the rights of the folder.',
  EPERM: 'Check the rights of the folder.',
  EROFS: 'The disk is read-only: choose another folder.',
  ENOENT: 'Check the path, and that its folder exists.',
  EISDIR: 'Name a file, not a folder.',
  EMFILE: 'Too many files are open: close some or raise the limit.',
}

/** Turns a system error into a `StorageError` that names the path. */
export const storageError = (what: string, path: string, error: unknown): StorageError => {
  const { code = 'EIO' } = error as NodeJS.ErrnoException
  return new StorageError(code, `Cannot ${what} ${path}: ${code}`, { cause: error, hint: HINTS[code] })
}

/** Does something with the disk. A failure becomes a `StorageError` that names the path. */
export const onDisk = async <T>(what: string, path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw storageError(what, path, error)
  }
}

/** Makes the folder of a file, for its owner only. */
export const createFolderOf = async (path: string): Promise<void> => {
  await onDisk('create', dirname(path), () => createFolder(dirname(path)))
}

/** Node's own recursion never ends below a folder such as `/proc`, which says of a new one that it does not exist. */
const createFolder = async (path: string): Promise<void> => {
  const make = (): Promise<void> =>
    mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
      // It is there, or nothing may be made beside it, as on a disk that is read only.
      if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw error
    })
  try {
    await make()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
    await createFolder(dirname(path))
    await make()
  }
}

/**
 * Works with a resource and closes it. If the work fails, its error is thrown, whatever closing does: a full disk fails
 * both, and the first error says why. `await using` would hide it in a `SuppressedError`.
 */
export const withOpen = async <R extends AsyncDisposable, T>(
  resource: R,
  work: (resource: R) => Promise<T>,
): Promise<T> => {
  let result: T
  try {
    result = await work(resource)
  } catch (error) {
    await Promise.resolve(resource[Symbol.asyncDispose]()).catch(() => undefined)
    throw error
  }
  await resource[Symbol.asyncDispose]()
  return result
}
