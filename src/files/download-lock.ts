import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { ownerOf, tryLock } from '../disk/lock.js'
import { ConfigurationError } from '../errors/configuration-error.js'

/** Milliseconds between two checks of somebody else's lock. */
const LOOK = 100

/** The lock of a download to a name, until it is disposed of. */
interface DownloadLock extends AsyncDisposable {
  /** Whether another download of the same file has finished meanwhile. */
  readonly isThere: boolean
}

/** Identifies a file, to see whether it was replaced. */
const placeOf = (path: string): Promise<string | undefined> =>
  stat(path).then(
    ({ ino, mtimeMs }) => `${ino} ${mtimeMs}`,
    () => undefined,
  )

/**
 * Waits until nobody else downloads to a name, in this process or another.
 *
 * @param file - What is downloaded; when somebody else has downloaded the same, nothing is left to do.
 * @throws {ConfigurationError} `in_use`, when a process of another host has the lock, since nobody can tell whether it
 * is alive.
 */
export const lockDownload = async (
  to: string,
  file: string,
  signal: AbortSignal | undefined,
): Promise<DownloadLock> => {
  const path = `${to}.lock`
  // The lock is readable, so it has only a digest of what is downloaded.
  const what = createHash('sha256').update(file).digest('hex')
  const before = await placeOf(to)
  let isSame = false
  for (;;) {
    signal?.throwIfAborted()
    const lock = await tryLock(path, what)
    if (lock) {
      const now = await placeOf(to)
      return Object.assign(lock, { isThere: isSame && now !== undefined && now !== before })
    }
    const owner = await ownerOf(path)
    if (owner.host !== undefined && owner.host !== hostname()) throw inUse(path, owner.host)
    if (owner.what !== undefined) isSame = owner.what === what
    await setTimeout(LOOK, undefined, { signal }).catch(() => signal?.throwIfAborted())
  }
}

const inUse = (path: string, host: string): ConfigurationError =>
  new ConfigurationError('in_use', `A process on ${host} is downloading to this file`, {
    hint: `Wait for it; if there is none, remove ${path}.`,
  })
