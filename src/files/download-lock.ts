import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { type Lock, tryLock } from '../disk/lock.js'
import { createLockWatch, createWaitTeller } from '../disk/lock-watch.js'
import type { Clock } from '../http/clock.js'

/** Milliseconds between two checks of somebody else's lock. */
const LOOK_MS = 100

/** The lock of a download to a name, until it is disposed of. */
interface DownloadLock extends Lock {
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
 * Waits until nobody else downloads to a name, in this process or another, and says whom it waits for. The lock of a
 * process of another host, or one that cannot be read, is taken over after 60 seconds without a sign of life.
 *
 * @param file - What is downloaded; when somebody else has downloaded the same, nothing is left to do.
 */
export const lockDownload = async (
  to: string,
  file: string,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<DownloadLock> => {
  const path = `${to}.lock`
  // The lock is readable, so it has only a digest of what is downloaded.
  const what = createHash('sha256').update(file).digest('hex')
  const before = await placeOf(to)
  const look = createLockWatch(path)
  const tell = createWaitTeller(path)
  let isSame = false
  let lapsed: ReadonlySet<string> | undefined
  for (;;) {
    signal?.throwIfAborted()
    const lock = await tryLock(path, { what, lapsed })
    if (lock) {
      const now = await placeOf(to)
      return Object.assign(lock, { isThere: isSame && now !== undefined && now !== before })
    }
    const seen = await look(clock.now())
    if (seen.other) tell(seen.other)
    if (seen.other?.owner?.what !== undefined) isSame = seen.other.owner.what === what
    lapsed = seen.lapsed
    await clock.sleep(LOOK_MS, signal)
  }
}
