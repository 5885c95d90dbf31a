import { isDead, isOfThisHost, type OthersLock, readLock, takeoverOf } from './lock.js'

/**
 * A lock lapses after so many milliseconds without a sign of life, when its process cannot be asked: it is on another
 * host, or the file does not say. The time is that of the one who waits, so no two clocks are compared. A process of
 * this host is asked instead, and may stand still for as long as it likes.
 */
const LAPSE_MS = 60_000

/** What is known of a lock that somebody else has. */
interface Seen {
  /** Undefined when it has just been released. */
  readonly other: OthersLock | undefined
  /** Whether its process is known to be alive. */
  readonly isAlive: boolean
  /** Signs of locks that have lapsed, for `tryLock`. */
  readonly lapsed: ReadonlySet<string>
}

/** Watches a lock that somebody else has; to be called again and again with the time in milliseconds. */
export const createLockWatch = (path: string): ((now: number) => Promise<Seen>) => {
  const since = new Map<string, number>()
  let first: string | undefined

  const isLapsed = (lock: OthersLock, now: number): boolean => {
    if (isOfThisHost(lock)) return false
    if (!since.has(lock.sign)) since.set(lock.sign, now)
    return now - (since.get(lock.sign) ?? now) >= LAPSE_MS
  }
  return async (now) => {
    const [other, takeover] = await Promise.all([readLock(path), readLock(takeoverOf(path))])
    first ??= other?.sign
    const locks = [other, takeover].filter((lock) => lock !== undefined)
    return {
      other,
      isAlive: other !== undefined && (isOfThisHost(other) ? !isDead(other) : other.sign !== first),
      lapsed: new Set(locks.filter((lock) => isLapsed(lock, now)).map(({ sign }) => sign)),
    }
  }
}

/** Says once, as a warning of the process, whom it waits for. */
export const createWaitTeller = (path: string): ((other: OthersLock) => void) => {
  let isTold = false
  return (other) => {
    if (isTold || (isOfThisHost(other) && other.owner?.pid === process.pid)) return
    isTold = true
    const lapses = isOfThisHost(other) ? '' : `; after ${LAPSE_MS / 1000} s without a sign of life it is taken over`
    process.emitWarning(`Waiting for ${nameOf(other)}, which has the lock ${path}${lapses}`, 'DidwwExportsWarning')
  }
}

/** The process that has a lock, in words. */
export const nameOf = ({ owner }: OthersLock): string =>
  owner === undefined ? 'an unknown process' : `process ${owner.pid} on ${owner.host}`
