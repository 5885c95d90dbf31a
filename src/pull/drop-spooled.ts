import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { spoolPath } from './spool-path.js'
import type { UnitState } from './unit-state.js'

/** Removes what a generation has left among the files on their way: whole, begun, or made of one. */
export const dropSpooled = async (spool: string, state: UnitState): Promise<void> => {
  const name = basename(spoolPath(spool, state))
  for (const entry of await readdir(spool).catch(() => [])) {
    if (entry.startsWith(name)) await rm(join(spool, entry), { force: true })
  }
}
