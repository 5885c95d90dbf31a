import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { withTemporaryFolder } from '../../disk/temporary-folder.js'
import type { UnitState } from './unit-state.js'

/** Gives a spool to work with: the given directory, else a temporary one that is removed afterwards. */
export const withSpool = <T>(given: string | undefined, use: (spool: string) => Promise<T>): Promise<T> =>
  given === undefined ? withTemporaryFolder(use) : use(given)

/** Path of a generation's file until it is loaded. */
export const spoolPath = (spool: string, { key, generation }: Pick<UnitState, 'key' | 'generation'>): string =>
  join(spool, `${key}-g${generation}.csv.gz`)

/** Removes the file of a generation, also an incomplete one, and everything that was made from it. */
export const dropSpooled = async (spool: string, state: UnitState): Promise<void> => {
  const name = basename(spoolPath(spool, state))
  for (const entry of await readdir(spool).catch(() => [])) {
    if (entry.startsWith(name)) await rm(join(spool, entry), { force: true })
  }
}
