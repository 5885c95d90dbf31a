import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openPart, syncFolder } from '../../disk/part-file.js'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import { FORMAT, readText, unreadable } from './json-file.js'

/** A file of entries that only grows, one JSON line each with a checksum, until it is written anew. */
export interface Journal<T> {
  /** Lines in the file. */
  readonly lines: number
  /** Resolves when the entry is on the disk. Entries that come while the disk is busy share one sync. */
  readonly append: (entry: T) => Promise<void>
  /** Puts these entries in the place of all others, in one step; an `append` meanwhile comes after them. */
  readonly replace: (entries: () => Iterable<T>) => Promise<void>
  readonly close: () => Promise<void>
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

const lineOf = (entry: unknown): string => {
  const text = JSON.stringify(entry)
  return `{"format":${FORMAT},"sum":"${sumOf(text)}","entry":${text}}\n`
}

const LINE = new RegExp(`^\\{"format":${FORMAT},"sum":"([0-9a-f]{16})","entry":(.*)\\}$`)

const entryOf = (line: string): unknown => {
  const [, sum, text = ''] = LINE.exec(line) ?? []
  return sum !== undefined && sumOf(text) === sum ? (JSON.parse(text) as unknown) : undefined
}

/** What a journal holds. */
interface Read {
  readonly entries: readonly unknown[]
  /** Bytes that they take: what a crash tore off at the end is left out. */
  readonly length: number
  readonly kind: 'whole' | 'damaged' | 'newer'
}

/** Reads what can be read. In a damaged journal that is every entry whose checksum holds. */
const read = (text: string): Read => {
  const lines = text.split('\n')
  // Behind the last newline there is nothing, or what was torn.
  lines.pop()
  const entries = lines.map(entryOf)
  const torn = entries.indexOf(undefined)
  const whole = torn === -1 ? entries : entries.slice(0, torn)
  const length = Buffer.byteLength(lines.slice(0, whole.length).join('\n')) + (whole.length && 1)
  const isNewer = /^\{"format":/.test(text) && !text.startsWith(`{"format":${FORMAT},`)
  if (isNewer) return { entries: [], length, kind: 'newer' }
  const sound = entries.filter((entry) => entry !== undefined)
  return { entries: sound, length, kind: sound.length > whole.length ? 'damaged' : 'whole' }
}

/** Reads a journal, whatever it turns out to be; nothing is written. Empty when there is none. */
export const inspectJournal = async (path: string): Promise<Read> => read((await readText(path)) ?? '')

/**
 * The entries of a journal below a directory; nothing is written.
 *
 * @param isEntry - Whether an entry is one of ours.
 * @throws {ConfigurationError} `foreign_file`, when it is damaged before its end, or newer.
 */
export const readJournal = async <T>(
  dir: string,
  path: string,
  isEntry: (entry: unknown) => entry is T,
): Promise<{ entries: readonly T[]; length: number }> => {
  const { entries, length, kind } = await inspectJournal(path)
  if (kind !== 'whole') throw unreadable(dir, path, kind)
  if (!entries.every(isEntry)) throw unreadable(dir, path, 'damaged')
  return { entries, length }
}

/**
 * Opens a journal below a directory and reads what is in it.
 *
 * @throws {ConfigurationError} as `readJournal` does; it is left as it is.
 */
export const openJournal = async <T>(
  dir: string,
  path: string,
  isEntry: (entry: unknown) => entry is T,
): Promise<{ entries: readonly T[]; journal: Journal<T> }> => {
  const { entries, length } = await readJournal(dir, path, isEntry)
  await createFolderOf(path)
  return { entries, journal: await writable(path, entries.length, length) }
}

const writable = async <T>(path: string, present: number, length: number): Promise<Journal<T>> => {
  let file = await cut(path, length)
  let [lines, size] = [present, length]
  let queue: string[] = []
  let next: Promise<void> | undefined
  let last: Promise<void> = Promise.resolve()

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
  const flush = async (): Promise<void> => {
    const text = queue.join('')
    const count = queue.length
    queue = []
    next = undefined
    try {
      await onDisk('write', path, () => file.appendFile(text).then(() => file.datasync()))
    } catch (error) {
      // Half a line in the middle would be damage.
      await onDisk('write', path, () => file.truncate(size))
      throw error
    }
    size += Buffer.byteLength(text)
    lines += count
  }
  const rewrite = async (entries: Iterable<T>): Promise<void> => {
    const part = await openPart(path, true)
    let count = 0
    try {
      for (const entry of entries) {
        await part.write(Buffer.from(lineOf(entry)))
        count += 1
      }
      await part.commit()
    } catch (error) {
      await part.discard()
      throw error
    }
    await file.close()
    ;[file, lines, size] = [await onDisk('open', path, () => open(path, 'a', 0o600)), count, part.bytes]
  }
  return {
    get lines() {
      return lines
    },
    append: (entry) => {
      queue.push(lineOf(entry))
      return (next ??= inTurn(flush))
    },
    replace: (entries) => inTurn(() => rewrite(entries())),
    close: async () => {
      await last
      await file.close()
    },
  }
}

/** Opens a file behind its first `length` bytes. */
const cut = async (path: string, length: number): Promise<FileHandle> => {
  const file = await onDisk('open', path, () => open(path, 'a', 0o600))
  try {
    await onDisk('write', path, () => file.truncate(length))
    await onDisk('write', path, () => syncFolder(dirname(path)))
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}
