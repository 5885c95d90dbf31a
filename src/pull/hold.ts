import type { Store } from './store.js'
import type { Unit } from './unit.js'
import type { UnitState } from './unit-state.js'

/** Somebody else has the unit now; what was under way is given up. */
class LeaseLost extends Error {}

/** A leased unit, while it is worked on. */
export interface Hold {
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

export interface HoldOptions {
  readonly store: Store
  readonly owner: string
  readonly leaseMs: number
  readonly signal: AbortSignal | undefined
}

/** Milliseconds after which to look again when a unit was taken over in the middle of the work. */
const TAKEN_OVER = 1000

export type Held<T> =
  | { readonly held: true; readonly value: T }
  | { readonly held: false; readonly after: number; readonly state: UnitState | undefined }

/**
 * Works on a unit under a lease that is renewed meanwhile. When somebody else has it, or takes it over since
 * this process stood still for too long, nothing is thrown.
 *
 * Leases live in the time of the machine, also where the clock of the API is another.
 */
export const withHold = async <T>(
  unit: Unit,
  { store, owner, leaseMs, signal }: HoldOptions,
  work: (hold: Hold) => Promise<T>,
): Promise<Held<T>> => {
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
