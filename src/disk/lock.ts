import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isAlive, startOf } from './process.js'
import { onDisk } from './storage.js'

/** Tokens of the locks that this thread has. */
const held = new Set<string>()
/** Tokens of the locks it released whose file could not be removed. */
const released = new Set<string>()

/** Errors of file systems without hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** The owner of a lock. */
interface Owner {
  readonly pid: number
  /** When the process started, if known: a later process can have the same number. */
  readonly start?: string | undefined
  readonly host: string
  readonly token: string
  /** What the lock is for. */
  readonly what?: string | undefined
}

/**
 * Takes a lock until it is disposed of. A lock of a dead process of this host is taken over.
 *
 * @returns undefined when somebody else has the lock.
 */
export const tryLock = async (path: string, what?: string): Promise<AsyncDisposable | undefined> => {
  const mine: Owner = { pid: process.pid, start: startOf(process.pid), host: hostname(), token: randomUUID(), what }
  held.add(mine.token)
  if (!(await claim(path, mine)) && !(await takeOver(path, mine))) {
    held.delete(mine.token)
    return undefined
  }
  return {
    [Symbol.asyncDispose]: async () => {
      held.delete(mine.token)
      // A lock file that stays behind will be taken over.
      await rm(path, { force: true }).catch(() => released.add(mine.token))
    },
  }
}

/** The owner of a lock, as far as it can be read. */
export const ownerOf = async (path: string): Promise<Partial<Owner>> =>
  parse(await readFile(path, 'utf8').catch(() => ''))

/** Creates a lock file with its owner in it, in one step; false when there is one. */
const claim = async (path: string, mine: Owner): Promise<boolean> => {
  const own = `${path}.${mine.token}`
  const text = JSON.stringify(mine)
  const linked = (): Promise<boolean> => link(own, path).then(() => true, whenTaken)
  const written = (): Promise<boolean> => writeFile(path, text, { mode: 0o600, flag: 'wx' }).then(() => true, whenTaken)
  try {
    await onDisk('create', path, () => writeFile(own, text, { mode: 0o600, flag: 'wx' }))
    return await onDisk('create', path, () =>
      linked().catch((error: unknown) => {
        if (NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) return written()
        throw error
      }),
    )
  } finally {
    await rm(own, { force: true }).catch(() => undefined)
  }
}

const whenTaken = (error: unknown): false => {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
  throw error
}

/** Replaces a dead lock. Only one process at a time may do that, so that none removes the lock of a living process. */
const takeOver = async (path: string, mine: Owner): Promise<boolean> => {
  const takeover = `${path}.takeover`
  await removeDead(takeover, mine)
  if (!(await claim(takeover, mine))) return false
  try {
    if (!(await isDead(path))) return false
    await rm(path, { force: true })
    return await claim(path, mine)
  } finally {
    await rm(takeover, { force: true })
  }
}

/** Removes what is left of a process that died during a takeover; a living one's lock is put back. */
const removeDead = async (takeover: string, { token }: Owner): Promise<void> => {
  const before = await readFile(takeover, 'utf8').catch(() => undefined)
  if (before === undefined || !(await isDead(takeover))) return
  const moved = `${takeover}.${token}`
  if (!(await rename(takeover, moved).then(() => true, whenGone))) return
  if ((await readFile(moved, 'utf8')) !== before) await link(moved, takeover).catch(whenTaken)
  await rm(moved, { force: true })
}

const whenGone = (error: unknown): false => {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
  throw error
}

const isDead = async (path: string): Promise<boolean> => {
  const { pid, start, host, token = '' } = await ownerOf(path)
  if (host !== hostname() || pid === undefined) return false
  if (!isAlive(pid) || released.has(token)) return true
  if (start !== undefined) return start !== startOf(pid)
  return pid === process.pid && !held.has(token)
}

const parse = (text: string): Partial<Owner> => {
  try {
    return { ...(JSON.parse(text) as Partial<Owner> | null) }
  } catch {
    return {}
  }
}
