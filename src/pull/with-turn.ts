import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { onDisk } from '../files/storage.js'
import { systemClock } from '../http/clock.js'
import type { AnyClient } from '../versioned-client.js'
import type { AdvanceContext, Advanced } from './advance-context.js'
import { dropSpooled } from './drop-spooled.js'
import { type Hold, withHold } from './hold.js'
import { FINALITY, LEAST_FINALITY } from './pull-options.js'
import type { Held } from './target.js'
import type { Turn } from './turn.js'
import type { Unit } from './unit.js'
import type { UnitState } from './unit-state.js'

/** Longer than a request takes by default, its retries left out. */
const LEASE = 45_000

const withSpool = async <T>(given: string | undefined, use: (spool: string) => Promise<T>): Promise<T> => {
  if (given !== undefined) return use(given)
  const spool = await onDisk('create', tmpdir(), () => mkdtemp(join(tmpdir(), 'didww-exports-')))
  return use(spool).finally(() => rm(spool, { recursive: true, force: true }))
}

/** Works on a unit under a lease; when somebody else has it, that is the outcome. */
export const withLease = async <H extends Held>(
  unit: Unit,
  { store, owner = `${hostname()}:${process.pid}`, leaseMs = LEASE, signal }: AdvanceContext<H>,
  work: (hold: Hold) => Promise<Advanced<H>>,
): Promise<Advanced<H>> => {
  const outcome = await withHold(unit, { store, owner, leaseMs, signal }, work)
  return outcome.held ? outcome.value : { done: false, after: outcome.after, busy: true, state: outcome.state }
}

/** The same with the client of its account, a directory for its files, and what a context says and its defaults. */
export const withTurn = async <H extends Held>(
  unit: Unit,
  context: AdvanceContext<H>,
  work: (turn: Turn<H>, hold: Hold) => Promise<Advanced<H>>,
): Promise<Advanced<H>> => {
  const { store, clock = systemClock, random = Math.random, finality: given = FINALITY } = context
  const finality = Math.max(given, LEAST_FINALITY)
  // What a version lacks is asked for at run time.
  const client = (await context.clientFor(unit.account)) as unknown as AnyClient
  return withLease(unit, context, (hold) =>
    withSpool(context.spool ?? store.spool, (spool) => {
      const { check, fence, signal } = hold
      let latest = hold.state
      const save = async (next: UnitState): Promise<void> => {
        await hold.save(next)
        if (latest && latest.generation < next.generation) await dropSpooled(spool, latest)
        latest = next
      }
      const turn = { ...context, unit, client, clock, random, finality, signal, fence, spool, save, check }
      return work({ ...turn, seen: {} }, hold)
    }),
  )
}
