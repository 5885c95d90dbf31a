import { createHash } from 'node:crypto'
import { link, lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { ConfigurationError } from '../errors/configuration-error.js'
import { isAlive } from './process.js'
import { onDisk } from './storage.js'

/** A file that is written under another name and gets its final name only when it is whole. */
interface PartFile {
  readonly path: string
  readonly bytes: number
  readonly write: (chunk: Uint8Array) => Promise<void>
  /** SHA-256 of what was written, in hex. Nothing can be written afterwards. */
  readonly digest: () => string
  /** Syncs the file and gives it its final name. */
  readonly commit: () => Promise<void>
  /** Removes it; does nothing after a commit. */
  readonly discard: () => Promise<void>
}

let count = 0

/** Removes what dead processes left beside a file. */
export const sweep = async (target: string): Promise<void> => {
  const [folder, name] = [dirname(target), basename(target)]
  for (const entry of await readdir(folder).catch(() => [])) {
    const pid = entry.startsWith(`${name}.`)
      ? /^(\d+)(?:-\d+)+\.part$/.exec(entry.slice(name.length + 1))?.[1]
      : undefined
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, entry), { force: true })
  }
}

/** Refuses a name that is taken, unless it may be overwritten. */
export const checkTarget = async (target: string, overwrite: boolean): Promise<void> => {
  if (target === '') throw new ConfigurationError('invalid_option', 'The name of the file to write is empty')
  const present = await lstat(target).catch(() => undefined)
  if (present === undefined || (overwrite && present.isFile())) return
  throw new ConfigurationError(
    'file_exists',
    `${target} already exists${present.isFile() ? '' : ' and is not a file'}`,
    {
      hint: present.isFile() ? 'Choose another name, or overwrite it (--force).' : 'Name a file.',
    },
  )
}

/** Creates a file of mode 0600 that only this process writes. */
export const openPart = async (target: string, overwrite: boolean): Promise<PartFile> => {
  await checkTarget(target, overwrite)
  await sweep(target)
  const path = `${target}.${process.pid}-${threadId}-${(count += 1)}.part`
  const file = await onDisk('create', path, () => open(path, 'wx', 0o600))
  const hash = createHash('sha256')
  let bytes = 0
  return {
    path,
    get bytes() {
      return bytes
    },
    write: async (chunk) => {
      hash.update(chunk)
      bytes += chunk.byteLength
      await onDisk('write', path, () => file.writeFile(chunk))
    },
    digest: () => hash.digest('hex'),
    commit: async () => {
      await onDisk('write', path, () => file.sync().finally(() => file.close()))
      await take(path, target, overwrite)
    },
    discard: async () => {
      await file.close().catch(() => undefined)
      // A file that cannot be removed is swept later; the reason for discarding it matters more.
      await rm(path, { force: true }).catch(() => undefined)
    },
  }
}

/** Gives a file its final name durably. */
export const take = async (path: string, target: string, overwrite: boolean): Promise<void> => {
  if (overwrite) await onDisk('rename', path, () => rename(path, target))
  else await takeFree(path, target)
  await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
}

/** Unlike a rename, a link never replaces a file that took the name meanwhile. */
const takeFree = async (path: string, target: string): Promise<void> => {
  try {
    await link(path, target)
    await rm(path)
  } catch (error) {
    await checkTarget(target, false)
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    await onDisk('rename', path, () => rename(path, target))
  }
}

/** Makes the names in a folder durable. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
