/// <reference lib="esnext.disposable" preserve="true" />
import type { Unit } from '../units/unit.js'
import type { Step, UnitState } from './unit-state.js'

/** The right to work on one unit until it lapses. Anyone with a later fence has taken over the unit. */
export interface Lease {
  readonly key: string
  /** Fencing token. It grows with every claim of the unit and is never given twice. */
  readonly fence: number
}

/** The answer to a claim. */
export type Claim =
  | { readonly lease: Lease; readonly state: UnitState | undefined }
  /** Somebody else has the unit. Their lease ends in `leaseEndsInMs` milliseconds, unless they renew it. */
  | { readonly lease: undefined; readonly leaseEndsInMs: number; readonly state: UnitState | undefined }

/**
 * Keeps the states of units: in a directory, or in a table of Postgres.
 *
 * Every method is safe against a crash at any instant: once it has resolved, its effect lasts. Every write compares
 * the fence and sets the state in one step. Leases use the clock of the machine, or of the database. A store that is
 * damaged, or was written by a newer version of this package, is left as it is and refused with a
 * `ConfigurationError` whose hint says what to do.
 */
export interface Store extends AsyncDisposable {
  /**
   * A directory beside the states for downloaded files until they are loaded, if the store has one. When a process
   * dies, the next one uses the files that are there.
   */
  readonly spool?: string
  /**
   * Leases a unit for `leaseMs` milliseconds, unless a lease on it is still running, even one of the same `owner`. A
   * unit that the store does not know is leased too; the first `save` makes it known.
   *
   * @param owner - Shown in the store. It decides nothing.
   */
  readonly claim: (unit: Unit, owner: string, leaseMs: number) => Promise<Claim>
  /**
   * Saves the state of a leased unit. False, with nothing saved, when a later fence was given. A lease that has
   * lapsed can still save until somebody takes over the unit.
   */
  readonly save: (lease: Lease, state: UnitState) => Promise<boolean>
  /** Extends a lease to `leaseMs` from now. False when a later fence was given. */
  readonly renew: (lease: Lease, leaseMs: number) => Promise<boolean>
  /** Ends a lease, so that the unit can be claimed at once. Does nothing if the unit was taken over. */
  readonly release: (lease: Lease) => Promise<void>
  /** The state of a unit, or undefined when the store does not know it. */
  readonly read: (key: string) => Promise<UnitState | undefined>
  /** The states of all units, or of those in these steps. States that are saved meanwhile may be missing. */
  readonly list: (steps?: readonly Step[]) => AsyncIterable<UnitState>
  /**
   * The units to advance now: not settled, due, and without a running lease. An engine sweeps them.
   *
   * @param now - Milliseconds since 1970, by the clock that `due_at` was written with.
   */
  readonly listDue: (now: number) => AsyncIterable<UnitState>
  /** Frees what is held of the machine: a lock, files. Running leases stay as they are. */
  readonly close: () => Promise<void>
}
