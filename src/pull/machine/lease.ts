import { hostname } from 'node:os'
import type { CheckedUnit } from '../units/unit.js'
import type { AdvanceContext, Advanced } from './context.js'
import type { UnitState } from './unit-state.js'

/** Longer than a request takes by default, without its retries. */
const LEASE_MS = 45_000

/** How long to leave a unit alone that somebody else took over during the work. */
const TAKEN_OVER_WAIT_MS = 1000

/** A leased unit, while it is worked on. */
export interface LeasedUnit {
  readonly fence: number
  /** Aborted by the caller, or when somebody else has taken over the unit. */
  readonly signal: AbortSignal
  /** The state as it was last saved; undefined when the store does not know the unit yet. */
  readonly lastState: () => UnitState | undefined
  /** Saves the state. Ends the work when somebody else has the unit. */
  readonly save: (state: UnitState) => Promise<void>
  /** Ends the work when the lease may have lapsed. Call it before something that cannot be undone. */
  readonly checkLease: () => void
}

/** Somebody else has the unit. */
type Busy = Pick<Advanced, 'waitMs' | 'state'> & { readonly done: false; readonly busy: true }

const busy = (waitMs: number, state: UnitState | undefined): Busy => ({ done: false, waitMs, busy: true, state })

/**
 * Works on a unit under a lease, and renews the lease meanwhile. Nothing is thrown when somebody else has the unit, or
 * takes it over because this process stood still for too long.
 *
 * Leases use the time of the machine, even if the clock of the API is another one.
 */
export const withLease = async <A extends Advanced>(
  { unit }: CheckedUnit,
  context: Pick<AdvanceContext, 'store' | 'owner' | 'leaseMs' | 'signal'>,
  work: (leased: LeasedUnit) => Promise<A>,
): Promise<A | Busy> => {
  const { store, owner = `${hostname()}:${process.pid}`, leaseMs = LEASE_MS, signal } = context
  signal?.throwIfAborted()
  let until = performance.now() + leaseMs
  const claim = await store.claim(unit, owner, leaseMs)
  if (!claim.lease) return busy(claim.leaseEndsInMs, claim.state)
  const { lease } = claim
  let { state } = claim
  const lost = new AbortController()
  const lose = (): LeaseLost => {
    const reason = new LeaseLost()
    lost.abort(reason)
    return reason
  }
  const renew = async (): Promise<void> => {
    const from = performance.now()
    // A lease that cannot be renewed lapses.
    const isMine = await store.renew(lease, leaseMs).catch(() => undefined)
    if (isMine === false) lose()
    if (isMine) until = from + leaseMs
  }
  const renewing = setInterval(() => void renew(), leaseMs / 3)
  try {
    return await work({
      fence: lease.fence,
      signal: signal ? AbortSignal.any([signal, lost.signal]) : lost.signal,
      lastState: () => state,
      save: async (next) => {
        if (!(await store.save(lease, next))) throw lose()
        state = next
      },
      checkLease: () => {
        if (performance.now() > until) throw lose()
      },
    })
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
    return busy(TAKEN_OVER_WAIT_MS, await store.read(lease.key))
  } finally {
    clearInterval(renewing)
    await store.release(lease)
  }
}

/** Somebody else has the unit now, so the work on it ends. */
class LeaseLost extends Error {}
