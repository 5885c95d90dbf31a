import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { UnitState } from './unit-state.js'

/** Where the file of a unit lies until it is loaded. */
export const spoolPath = (spool: string, { key, generation }: Pick<UnitState, 'key' | 'generation'>): string =>
  join(spool, `${key}-g${generation}.csv.gz`)

/** Removes what a generation has left among the files on their way: whole, begun, or made of one. */
export const dropSpooled = async (spool: string, state: UnitState): Promise<void> => {
  const name = basename(spoolPath(spool, state))
  for (const entry of await readdir(spool).catch(() => [])) {
    if (entry.startsWith(name)) await rm(join(spool, entry), { force: true })
  }
}
