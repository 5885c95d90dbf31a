import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { onDisk } from '../../disk/storage.js'
import { systemClock } from '../../http/clock.js'
import type { Unit } from '../units/unit.js'
import type { AdvanceContext, Advanced, StepClient, StepContext } from './context.js'
import { DEFAULT_SETTLE_TIME_MS, MIN_SETTLE_TIME_MS } from './context.js'
import { dropSpooled } from './spooled-file.js'
import type { Store } from './store.js'
import type { LoadedUnit } from './target.js'
import type { UnitState } from './unit-state.js'

/** Longer than a request takes by default, its retries left out. */
const LEASE = 45_000

const withSpool = async <T>(given: string | undefined, use: (spool: string) => Promise<T>): Promise<T> => {
  if (given !== undefined) return use(given)
  const spool = await onDisk('create', tmpdir(), () => mkdtemp(join(tmpdir(), 'didww-exports-')))
  return use(spool).finally(() => rm(spool, { recursive: true, force: true }))
}

/** Works on a unit under a lease; when somebody else has it, that is the outcome. */
export const withLease = async <H extends LoadedUnit>(
  unit: Unit,
  { store, owner = `${hostname()}:${process.pid}`, leaseMs = LEASE, signal }: AdvanceContext<H>,
  work: (hold: LeasedUnit) => Promise<Advanced<H>>,
): Promise<Advanced<H>> => {
  const outcome = await underLease(unit, { store, owner, leaseMs, signal }, work)
  return outcome.held ? outcome.value : { done: false, waitMs: outcome.after, busy: true, state: outcome.state }
}

/** The same with the client of its account, a directory for its files, and what a context says and its defaults. */
export const withStepContext = async <H extends LoadedUnit>(
  unit: Unit,
  context: AdvanceContext<H>,
  work: (turn: StepContext<H>, hold: LeasedUnit) => Promise<Advanced<H>>,
): Promise<Advanced<H>> => {
  const { store, clock = systemClock, random = Math.random, settleTimeMs: given = DEFAULT_SETTLE_TIME_MS } = context
  const settleTimeMs = Math.max(given, MIN_SETTLE_TIME_MS)
  // What a version lacks is asked for at run time.
  const client = (await context.clientFor(unit.account)) as unknown as StepClient
  return withLease(unit, context, (hold) =>
    withSpool(context.spool ?? store.spool, (spool) => {
      const { check, fence, signal } = hold
      let latest = hold.state
      const save = async (next: UnitState): Promise<void> => {
        await hold.save(next)
        if (latest && latest.generation < next.generation) await dropSpooled(spool, latest)
        latest = next
      }
      const turn = { ...context, unit, client, clock, random, settleTimeMs, signal, fence, spool, save, check }
      return work({ ...turn, seen: {} }, hold)
    }),
  )
}

/** Somebody else has the unit now; what was under way is given up. */
class LeaseLost extends Error {}

/** A leased unit, while it is worked on. */
export interface LeasedUnit {
  /** As the store had it. */
  readonly state: UnitState | undefined
  readonly fence: number
  /** Aborted by the caller, or when somebody else has taken the unit. */
  readonly signal: AbortSignal
  /** Writes the state, or ends the work when somebody else has the unit. */
  readonly save: (state: UnitState) => Promise<void>
  /** Ends the work when the lease may have lapsed: before what cannot be taken back. */
  readonly check: () => void
}

interface LeaseOptions {
  readonly store: Store
  readonly owner: string
  readonly leaseMs: number
  readonly signal: AbortSignal | undefined
}

/** Milliseconds after which to look again when a unit was taken over in the middle of the work. */
const TAKEN_OVER = 1000

type Leased<T> =
  | { readonly held: true; readonly value: T }
  | { readonly held: false; readonly after: number; readonly state: UnitState | undefined }

/**
 * Works on a unit under a lease that is renewed meanwhile. When somebody else has it, or takes it over since
 * this process stood still for too long, nothing is thrown.
 *
 * Leases live in the time of the machine, also where the clock of the API is another.
 */
const underLease = async <T>(
  unit: Unit,
  { store, owner, leaseMs, signal }: LeaseOptions,
  work: (hold: LeasedUnit) => Promise<T>,
): Promise<Leased<T>> => {
  signal?.throwIfAborted()
  let until = performance.now() + leaseMs
  const { lease, state, ...other } = await store.claim(unit, owner, leaseMs)
  if (!lease) return { held: false, after: 'after' in other ? other.after : 0, state }
  const lost = new AbortController()
  const lose = (): LeaseLost => {
    const reason = new LeaseLost()
    lost.abort(reason)
    return reason
  }
  const renew = async (): Promise<void> => {
    const from = performance.now()
    // What cannot be renewed lapses.
    const isMine = await store.renew(lease, leaseMs).catch(() => undefined)
    if (isMine === false) lose()
    if (isMine) until = from + leaseMs
  }
  const renewing = setInterval(() => void renew(), leaseMs / 3)
  try {
    const value = await work({
      state,
      fence: lease.fence,
      signal: signal ? AbortSignal.any([signal, lost.signal]) : lost.signal,
      save: async (next) => {
        if (!(await store.save(lease, next))) throw lose()
      },
      check: () => {
        if (performance.now() > until) throw lose()
      },
    })
    return { held: true, value }
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
    return { held: false, after: TAKEN_OVER, state: await store.read(lease.key) }
  } finally {
    clearInterval(renewing)
    await store.release(lease)
  }
}
