import { type Lock, type OthersLock, tryLock } from '../../disk/lock.js'
import { createLockWatch, createWaitTeller, nameOf } from '../../disk/lock-watch.js'
import { createFolderOf } from '../../disk/storage.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { type Clock, systemClock } from '../../http/clock.js'

/** Milliseconds between two looks at somebody else's lock. */
const LOOK_MS = 500

/** How to wait for a directory that a process of another host may have left. */
export interface DirectoryLockOptions {
  /** Ends the wait; its reason is thrown as it is. */
  readonly signal?: AbortSignal | undefined
  /** @internal */
  readonly clock?: Clock | undefined
}

/**
 * Makes this process the only one that writes to a directory, until it is disposed of. A lock of a dead process of this
 * host is taken over at once; one of another host, or one that cannot be read, after 60 seconds without a sign of life.
 *
 * @throws {ConfigurationError} `in_use`, when another process has it.
 */
export const lockDirectory = async (
  path: string,
  { signal, clock = systemClock }: DirectoryLockOptions = {},
): Promise<Lock> => {
  await createFolderOf(path)
  const look = createLockWatch(path)
  const tell = createWaitTeller(path)
  let lapsed: ReadonlySet<string> | undefined
  for (;;) {
    signal?.throwIfAborted()
    const lock = await tryLock(path, { lapsed })
    if (lock) return lock
    const seen = await look(clock.now())
    if (seen.other && seen.isAlive) throw inUse(path, seen.other)
    if (seen.other) tell(seen.other)
    lapsed = seen.lapsed
    await clock.sleep(LOOK_MS, signal)
  }
}

const inUse = (path: string, other: OthersLock): ConfigurationError =>
  new ConfigurationError('in_use', `${nameOf(other)} is using this directory`.replace(/^p/, 'P'), {
    hint: `Wait for it, or end it; the lock is ${path}.`,
  })
