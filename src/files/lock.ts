import { randomUUID } from 'node:crypto'
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isAlive } from './is-alive.js'
import { onDisk } from './storage.js'

/** Tokens of the locks this process holds: one with its own number that is not here was left by another. */
const held = new Set<string>()

/** How long a takeover may take, in milliseconds, before it is held to be left by a dead process. */
const TAKEOVER = 10_000

/** Errors of file systems that know no hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Who has a lock. */
export interface Owner {
  readonly pid: number
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
  const mine: Owner = { pid: process.pid, host: hostname(), token: randomUUID(), what }
  if (!(await claim(path, mine)) && !(await takeOver(path, mine))) return undefined
  held.add(mine.token)
  return {
    [Symbol.asyncDispose]: async () => {
      held.delete(mine.token)
      await rm(path, { force: true })
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
  await onDisk('create', path, () => writeFile(own, text, { mode: 0o600, flag: 'wx' }))
  const linked = (): Promise<boolean> => link(own, path).then(() => true, whenTaken)
  const written = (): Promise<boolean> => writeFile(path, text, { mode: 0o600, flag: 'wx' }).then(() => true, whenTaken)
  try {
    return await onDisk('create', path, () =>
      linked().catch((error: unknown) => {
        if (NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) return written()
        throw error
      }),
    )
  } finally {
    await rm(own, { force: true })
  }
}

const whenTaken = (error: unknown): false => {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
  throw error
}

/** One process at a time looks at a dead lock and replaces it, so that none removes the lock of a living one. */
const takeOver = async (path: string, mine: Owner): Promise<boolean> => {
  const takeover = `${path}.takeover`
  const { mtimeMs } = (await stat(takeover).catch(() => undefined)) ?? { mtimeMs: Infinity }
  if (Date.now() - mtimeMs > TAKEOVER) await rm(takeover, { force: true })
  if (!(await claim(takeover, mine))) return false
  try {
    if (!(await isDead(path))) return false
    await rm(path, { force: true })
    return await claim(path, mine)
  } finally {
    await rm(takeover, { force: true })
  }
}

const isDead = async (path: string): Promise<boolean> => {
  const { pid, host, token } = await ownerOf(path)
  if (host !== hostname() || pid === undefined) return false
  return pid === process.pid ? !held.has(token ?? '') : !isAlive(pid)
}

const parse = (text: string): Partial<Owner> => {
  try {
    return JSON.parse(text) as Partial<Owner>
  } catch {
    return {}
  }
}
