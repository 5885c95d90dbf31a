import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isAlive, startOf } from './process.js'
import { onDisk } from './storage.js'

/** Tokens of the locks that this thread holds. */
const held = new Set<string>()
/** Tokens of those it has let go of, some of which may still stand. */
const released = new Set<string>()

/** Errors of file systems that know no hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Who has a lock. */
interface Owner {
  readonly pid: number
  /** When the process began, where that is known: another one can have its number. */
  readonly start?: string | undefined
  readonly host: string
  readonly token: string
  /** What it is held for. */
  readonly what?: string | undefined
}

/**
 * Takes a lock, until it is disposed of. The lock of a dead process of this host is taken over.
 *
 * @returns Nothing, when another one has it.
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
      // One that stays is taken over.
      await rm(path, { force: true }).catch(() => released.add(mine.token))
    },
  }
}

/** Who has a lock, as far as it can be read. */
export const ownerOf = async (path: string): Promise<Partial<Owner>> =>
  parse(await readFile(path, 'utf8').catch(() => ''))

/** A lock appears with its owner in it, or not at all; false when there is one. */
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

/** One process at a time looks at a dead lock and replaces it, so that none removes the lock of a living one. */
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

/** Clears away what a process left that died in the middle of a takeover; one of the living is put back. */
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
