import { randomUUID } from 'node:crypto'
import { link, open, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { ConfigurationError } from '../errors/configuration-error.js'
import { isAlive, startOf } from './process.js'
import { onDisk } from './storage.js'

/** Milliseconds between two signs of life of a lock: its file gets the time. */
const BEAT_MS = 5_000

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

/** A lock that somebody else has, as it was read. */
export interface OthersLock {
  /** Undefined when the file does not say. */
  readonly owner: Owner | undefined
  /** Changes with every sign of life. */
  readonly sign: string
}

/** A lock, until it is disposed of. */
export interface Lock extends AsyncDisposable {
  /**
   * To be called before anything that another owner must not meet.
   *
   * @throws {ConfigurationError} `in_use`, when the lock was taken over while this process stood still.
   */
  readonly confirm: () => Promise<void>
}

/** How to take a lock. */
interface LockOptions {
  /** What the lock is for. */
  readonly what?: string | undefined
  /** Signs of locks that gave no other for so long that they are taken over; see `createLockWatch`. */
  readonly lapsed?: ReadonlySet<string> | undefined
}

/** The lock of whoever takes over a lock. */
export const takeoverOf = (path: string): string => `${path}.takeover`

/**
 * Takes a lock. A lock of a dead process of this host is taken over.
 *
 * @returns undefined when somebody else has the lock.
 */
export const tryLock = async (
  path: string,
  { what, lapsed = new Set() }: LockOptions = {},
): Promise<Lock | undefined> => {
  const mine: Owner = { pid: process.pid, start: startOf(process.pid), host: hostname(), token: randomUUID(), what }
  held.add(mine.token)
  if (!(await claim(path, mine)) && !(await takeOver(path, mine, lapsed))) {
    held.delete(mine.token)
    return undefined
  }
  return beating(path, mine)
}

type Clocks = readonly [number, number]

/** One clock can be set back while this process stands still, the other one stops while the machine sleeps. */
const bothClocks = (): Clocks => [Date.now(), performance.now()]

const apart = ([now, steady]: Clocks, [then, steadyThen]: Clocks): number =>
  Math.max(Math.abs(now - then), steady - steadyThen)

/** Gives signs of life until the lock is disposed of. */
const beating = (path: string, { token }: Owner): Lock => {
  let seenAt = bothClocks()
  let isLost = false
  const beat = async (): Promise<void> => {
    const now = bothClocks()
    isLost ||= !(await touch(path, token))
    if (!isLost) seenAt = now
  }
  // A disk that does not answer is found out by the next `confirm`.
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS)
  timer.unref()
  return {
    confirm: async () => {
      if (!isLost && apart(bothClocks(), seenAt) > 2 * BEAT_MS) await onDisk('read', path, beat)
      if (isLost) throw lost(path)
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      held.delete(token)
      const other = await readLock(path).catch(() => undefined)
      if (other?.owner && other.owner.token !== token) return
      // A lock file that stays behind will be taken over.
      await rm(path, { force: true }).catch(() => released.add(token))
    },
  }
}

/** Sets the time of a lock file; false when the lock is not this one any more. */
const touch = async (path: string, token: string): Promise<boolean> => {
  try {
    await using file = await open(path, 'r+')
    if (ownerIn(await file.readFile('utf8'))?.token !== token) return false
    const now = new Date()
    await file.utimes(now, now)
    return true
  } catch (error) {
    return whenGone(error)
  }
}

const lost = (path: string): ConfigurationError =>
  new ConfigurationError('in_use', `Another process took over ${path} while this one stood still`, {
    hint: 'Leave the work to the other process, or run again when it has ended.',
  })

/** Reads a lock file; undefined when there is none. */
export const readLock = async (path: string): Promise<OthersLock | undefined> => {
  try {
    // Opening asks a file server for the time; `stat` may answer from memory.
    await using file = await open(path, 'r')
    const text = await file.readFile('utf8')
    const { mtimeMs, ino } = await file.stat()
    return { owner: ownerIn(text), sign: `${ino} ${mtimeMs} ${text}` }
  } catch (error) {
    whenGone(error)
    return undefined
  }
}

/** Whether a lock belongs to a process of this host, which can be asked whether it is alive. */
export const isOfThisHost = ({ owner }: OthersLock): boolean => owner?.host === hostname()

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
const takeOver = async (path: string, mine: Owner, lapsed: ReadonlySet<string>): Promise<boolean> => {
  const takeover = takeoverOf(path)
  await removeDead(takeover, mine, lapsed)
  if (!(await claim(takeover, mine))) return false
  try {
    const other = await onDisk('read', path, () => readLock(path))
    if (other && !isDead(other, lapsed)) return false
    await rm(path, { force: true })
    return await claim(path, mine)
  } finally {
    await rm(takeover, { force: true })
  }
}

/** Removes what is left of a process that died during a takeover; a living one's lock is put back. */
const removeDead = async (takeover: string, { token }: Owner, lapsed: ReadonlySet<string>): Promise<void> => {
  const before = await readLock(takeover)
  if (before === undefined || !isDead(before, lapsed)) return
  const moved = `${takeover}.${token}`
  if (!(await rename(takeover, moved).then(() => true, whenGone))) return
  if ((await readLock(moved))?.sign !== before.sign) await link(moved, takeover).catch(whenTaken)
  await rm(moved, { force: true })
}

const whenGone = (error: unknown): false => {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
  throw error
}

/** Whether the owner of a lock is known to be dead, or gave no sign of life for too long. */
export const isDead = (lock: OthersLock, lapsed: ReadonlySet<string> = new Set()): boolean => {
  if (lapsed.has(lock.sign)) return true
  if (!lock.owner || !isOfThisHost(lock)) return false
  const { pid, start, token } = lock.owner
  if (!isAlive(pid) || released.has(token)) return true
  if (start !== undefined) return start !== startOf(pid)
  return pid === process.pid && !held.has(token)
}

const ownerIn = (text: string): Owner | undefined => {
  try {
    const { token = '', ...owner } = JSON.parse(text) as Partial<Owner>
    const isOwner = typeof owner.pid === 'number' && typeof owner.host === 'string'
    return isOwner ? ({ ...owner, token } as Owner) : undefined
  } catch {
    return undefined
  }
}
