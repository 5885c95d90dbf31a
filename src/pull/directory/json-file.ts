import { open, readFile, rename } from 'node:fs/promises'
import { openPart } from '../../disk/part-file.js'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import { ConfigurationError } from '../../errors/configuration-error.js'

/** Written into every file of ours, so that a newer or a foreign one is told. */
export const FORMAT = 1

/**
 * Reads a JSON file of ours; undefined when there is none.
 *
 * @throws {ConfigurationError} `foreign_file`, when it is damaged, of another program or newer. It is
 * left as it is.
 */
export const readJson = async <T extends object>(
  path: string,
  isOurs: (value: Partial<T>) => value is T,
): Promise<T | undefined> => {
  const text = await onDisk('read', path, () =>
    readFile(path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }),
  )
  if (text === undefined) return undefined
  const value = parse(text)
  if (value?.['format'] === FORMAT && isOurs(value as Partial<T>)) return value as T
  throw new ConfigurationError('foreign_file', `${path} is damaged, newer than this program, or not ours`, {
    hint: 'Use another directory, or move this file away.',
  })
}

const parse = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const textOf = (value: object): string => JSON.stringify({ format: FORMAT, ...value }, null, 2) + '\n'

/** Writes a JSON file so that there is the old one or the new one, whatever happens. */
export const writeJson = async (path: string, value: object): Promise<void> => {
  await createFolderOf(path)
  const part = await openPart(path, true)
  try {
    await part.write(Buffer.from(textOf(value)))
    await part.commit()
  } catch (error) {
    await part.discard()
    throw error
  }
}

/**
 * The same where one process owns a folder of very many files: the folder is not read, and its names last
 * only after a `syncFolder`. What a crash leaves ends in `.part`.
 */
export const writeJsonAmongMany = async (path: string, value: object): Promise<void> => {
  const part = `${path}.part`
  await onDisk('write', path, async () => {
    const file = await open(part, 'w', 0o600)
    try {
      await file.writeFile(textOf(value))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  })
}
