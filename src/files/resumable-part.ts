import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises'
import { checkTarget, sweep, take } from '../disk/part-file.js'
import { onDisk } from '../disk/storage.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { PartNote } from './range.js'

/**
 * A file that is being downloaded, `NAME.part`, with a note beside it that says which file it belongs to. Only one
 * process at a time has it.
 */
export interface ResumablePart {
  readonly path: string
  /** Bytes on disk. */
  readonly bytes: number
  /** Which file it belongs to, when the download can resume. */
  readonly note: PartNote | undefined
  /** Empties it for a new file; with a note, that download can resume. */
  readonly begin: (note: PartNote | undefined) => Promise<void>
  readonly write: (chunk: Uint8Array) => Promise<void>
  /** SHA-256 of all bytes, in hex. Nothing can be written afterwards. */
  readonly digest: () => string
  /** Syncs the file and gives it its final name. */
  readonly commit: () => Promise<void>
  /** Keeps it, so that the next download can resume. */
  readonly keep: () => Promise<void>
  readonly discard: () => Promise<void>
}

// Does not follow a link, and does not wait for a pipe.
const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Opens the part of a target, mode 0600. What another export left in it is dropped.
 *
 * @param confirm - Throws when the part is not this process's any more.
 */
export const openResumable = async (
  target: string,
  id: string,
  overwrite: boolean,
  confirm: () => Promise<void>,
): Promise<ResumablePart> => {
  await checkTarget(target, overwrite)
  await sweep(target)
  const path = `${target}.part`
  const notePath = `${path}.json`
  const file = await openOwn(path)
  let hash = createHash('sha256')
  let bytes = 0
  let note: PartNote | undefined
  let digest: string | undefined

  const begin: ResumablePart['begin'] = async (next) => {
    await onDisk('write', path, () => file.truncate(0))
    note = next
    bytes = 0
    hash = createHash('sha256')
    if (next) await onDisk('write', notePath, () => writeFile(notePath, JSON.stringify(next), { mode: 0o600 }))
    else await rm(notePath, { force: true })
  }
  try {
    if (!(await file.stat()).isFile()) throw noFile(path)
    await onDisk('write', path, () => file.chmod(0o600))
    note = await readNote(notePath, id)
    if (note) bytes = await onDisk('read', path, () => hashAll(file, hash))
    if (!note || bytes === 0 || bytes >= (note.total ?? Infinity)) await begin(undefined)
  } catch (error) {
    await file.close()
    throw error
  }
  const remove = async (): Promise<void> => {
    await rm(path, { force: true })
    await rm(notePath, { force: true })
  }
  return {
    path,
    get bytes() {
      return bytes
    },
    get note() {
      return note
    },
    begin,
    write: async (chunk) => {
      await confirm()
      await onDisk('write', path, () => writeAll(file, chunk, bytes))
      hash.update(chunk)
      bytes += chunk.byteLength
    },
    digest: () => (digest ??= hash.digest('hex')),
    commit: async () => {
      await confirm()
      await onDisk('write', path, () => file.sync())
      await take(path, target, overwrite)
      await file.close()
      await remove()
    },
    keep: async () => {
      await file.close().catch(() => undefined)
    },
    discard: async () => {
      await file.close().catch(() => undefined)
      // A file that cannot be removed is emptied later; the reason for discarding it matters more.
      await remove().catch(() => undefined)
    },
  }
}

/**
 * A process that died while renaming left two names for one file; the one with the final name must not be overwritten.
 */
const openOwn = async (path: string): Promise<FileHandle> => {
  const file = await onDisk('create', path, () => open(path, FLAGS, 0o600))
  if ((await file.stat()).nlink < 2) return file
  await file.close()
  await onDisk('remove', path, () => rm(path))
  return onDisk('create', path, () => open(path, FLAGS, 0o600))
}

const noFile = (path: string): ConfigurationError =>
  new ConfigurationError('file_exists', `${path} already exists and is not a file`, { hint: 'Remove it.' })

/** The note of a part, if it belongs to this export. */
const readNote = async (path: string, id: string): Promise<PartNote | undefined> => {
  try {
    const note = JSON.parse(await readFile(path, 'utf8')) as Partial<PartNote> | null
    const isNote = typeof note?.etag === 'string' && ['number', 'undefined'].includes(typeof note.total)
    return isNote && note.id === id ? (note as PartNote) : undefined
  } catch {
    return undefined
  }
}

const hashAll = async (file: FileHandle, hash: Hash): Promise<number> => {
  const piece = Buffer.alloc(262_144)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(piece, 0, piece.length, at)
    if (bytesRead === 0) return at
    hash.update(piece.subarray(0, bytesRead))
    at += bytesRead
  }
}

const writeAll = async (file: FileHandle, chunk: Uint8Array, position: number): Promise<void> => {
  for (let done = 0; done < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done, position + done)
    done += bytesWritten
  }
}
