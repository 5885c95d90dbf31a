/// <reference lib="esnext.disposable" preserve="true" />
import type { Unit } from '../units/unit.js'
import type { Step, UnitState } from './unit-state.js'

/** The right to advance one unit until it lapses. Whoever holds a later fence has taken it over. */
export interface Lease {
  readonly key: string
  /** Grows with every claim of the unit, and never comes again. */
  readonly fence: number
}

/** What a claim has come to. */
export type Claim =
  | { readonly lease: Lease; readonly state: UnitState | undefined }
  /** Somebody else has the unit: `after` milliseconds from now their lease lapses, unless they renew it. */
  | { readonly lease: undefined; readonly leaseEndsInMs: number; readonly state: UnitState | undefined }

/**
 * Where the states of units are kept: a directory, or a table of Postgres.
 *
 * Every method is safe against a crash at any instant: what has resolved lasts. Every write is a
 * compare-and-set on the fence, decided by the store in one step. Leases live by the store's own clock, which is
 * that of a machine: real time. A store
 * that is damaged, or newer than this program, is refused with a `ConfigurationError` that says the way
 * out, and left as it is.
 */
export interface Store extends AsyncDisposable {
  /**
   * A directory beside the states in which files may lie until they are loaded, when the store has one.
   * A file that is there when a process dies is used by the next.
   */
  readonly spool?: string
  /**
   * Leases a unit for `leaseMs` milliseconds, when nobody's lease on it lives: not even one of the same
   * `owner`. A unit that is not known yet is leased too, and becomes known with the first `save`.
   *
   * @param owner - Says in the store who has it; decides nothing.
   */
  readonly claim: (unit: Unit, owner: string, leaseMs: number) => Promise<Claim>
  /**
   * Writes the state of a leased unit. False, with nothing written, when a later fence has been given:
   * a lease that has lapsed but was not taken over still writes.
   */
  readonly save: (lease: Lease, state: UnitState) => Promise<boolean>
  /** Lets a lease live for `leaseMs` more from now. False when a later fence has been given. */
  readonly renew: (lease: Lease, leaseMs: number) => Promise<boolean>
  /** Ends a lease, so that the unit can be claimed at once; does nothing when it was taken over. */
  readonly release: (lease: Lease) => Promise<void>
  /** The state of a unit, or undefined when it is not known. */
  readonly read: (key: string) => Promise<UnitState | undefined>
  /** The states of all units, or of those in these steps; those that are saved meanwhile may be missed. */
  readonly list: (steps?: readonly Step[]) => AsyncIterable<UnitState>
  /**
   * The units that somebody should advance now: not settled, `due_at` absent or not after `now`, and no lease
   * that lives. The sweep of an engine.
   *
   * @param now - Milliseconds since 1970, by the caller's clock, which wrote `due_at`.
   */
  readonly listDue: (now: number) => AsyncIterable<UnitState>
  /** Gives up what is held of the machine: a lock, files. Leases that live stay as they are. */
  readonly close: () => Promise<void>
}
