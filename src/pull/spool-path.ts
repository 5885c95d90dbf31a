import { join } from 'node:path'
import type { UnitState } from './unit-state.js'

/** Where the file of a unit lies until it is loaded. */
export const spoolPath = (spool: string, { key, generation }: Pick<UnitState, 'key' | 'generation'>): string =>
  join(spool, `${key}-g${generation}.csv.gz`)
