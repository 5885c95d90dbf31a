import { open, readFile, rename } from 'node:fs/promises'
import { openPart } from '../../disk/part-file.js'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { forShell } from '../../errors/for-shell.js'

/** Written into every file of ours, so that a newer or a foreign one is told. */
export const FORMAT = 1

/** What stands at a name where a file of ours is expected. `damaged` was ours and can be repaired. */
export type Found<T> =
  { readonly kind: 'none' | 'damaged' | 'newer' | 'foreign' } | { readonly kind: 'ours'; readonly value: T }

/** Reads a JSON file of ours, whatever it turns out to be. */
export const inspectJson = async <T extends object>(
  path: string,
  isOurs: (value: Partial<T>) => value is T,
): Promise<Found<T>> => {
  const text = await readText(path)
  if (text === undefined) return { kind: 'none' }
  const value = parse(text)
  if (value === DAMAGED) return { kind: 'damaged' }
  const format = value?.['format']
  if (typeof format !== 'number') return { kind: 'foreign' }
  if (format > FORMAT) return { kind: 'newer' }
  return isOurs(value as Partial<T>) ? { kind: 'ours', value: value as T } : { kind: 'damaged' }
}

/**
 * Reads a JSON file of ours below a directory; undefined when there is none.
 *
 * @throws {ConfigurationError} `foreign_file`, when it is damaged, of another program or newer. It is left as it is.
 */
export const readJson = async <T extends object>(
  dir: string,
  path: string,
  isOurs: (value: Partial<T>) => value is T,
): Promise<T | undefined> => {
  const found = await inspectJson(path, isOurs)
  if (found.kind === 'none') return undefined
  if (found.kind === 'ours') return found.value
  throw unreadable(dir, path, found.kind)
}

/** The text of a file; undefined when there is none. */
export const readText = (path: string): Promise<string | undefined> =>
  onDisk('read', path, () =>
    readFile(path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }),
  )

/** Why a file in the place of ours cannot be read. It is left as it is. */
export const unreadable = (dir: string, path: string, kind: 'damaged' | 'newer' | 'foreign'): ConfigurationError => {
  const [what, hint] = {
    damaged: ['is damaged', `Run: didww-exports repair ${forShell(dir)}`],
    newer: ['was written by a newer version of didww-exports', 'Install that version.'],
    foreign: ['is not from didww-exports', 'Use another directory, or move this file away.'],
  }[kind]
  return new ConfigurationError('foreign_file', `${path} ${what}`, { hint })
}

const DAMAGED = Symbol('damaged')

const parse = (text: string): Record<string, unknown> | typeof DAMAGED | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return DAMAGED
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
