import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { ownerOf, tryLock } from '../disk/lock.js'
import { ConfigurationError } from '../errors/configuration-error.js'

/** Milliseconds between two looks at the lock of another. */
const LOOK = 100

/** The only download to a name, until it is disposed of. */
interface DownloadLock extends AsyncDisposable {
  /** Whether another download of the same file has put it there meanwhile. */
  readonly isThere: boolean
}

/** What tells one file from another under the same name. */
const placeOf = (path: string): Promise<string | undefined> =>
  stat(path).then(
    ({ ino, mtimeMs }) => `${ino} ${mtimeMs}`,
    () => undefined,
  )

/**
 * Waits until no other process, nor another call of this one, downloads to a name.
 *
 * @param file - What is to be downloaded; who downloads the same one leaves nothing to do.
 * @throws {ConfigurationError} `in_use`, when a process of another host has it, of which it cannot be known whether
 * it is alive.
 */
export const lockDownload = async (
  to: string,
  file: string,
  signal: AbortSignal | undefined,
): Promise<DownloadLock> => {
  const path = `${to}.lock`
  // What is downloaded may say more than others are to read.
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
  new ConfigurationError('in_use', `A process of ${host} downloads to this name`, {
    hint: `Wait for it; if there is none, remove ${path}.`,
  })
