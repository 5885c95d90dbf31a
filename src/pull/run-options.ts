import type { ExportsError } from '../errors/exports-error.js'
import type { AdvanceContext } from './advance-context.js'
import type { PullEvent } from './pull-options.js'
import type { Held } from './target.js'
import type { Unit } from './unit.js'
import type { UnitState } from './unit-state.js'

/**
 * What has become of a unit in a run: it is in the target for good, or so far (`provisional`); its calls have
 * left the window (`closed`); it met an error (`parked`); it was not ready in time (`waiting`); or it was never
 * begun (`refused`: it overlaps what is there, or is of another API).
 */
export type UnitResult = 'done' | 'provisional' | 'closed' | 'parked' | 'waiting' | 'refused'

/** What has become of one unit. */
export interface UnitOutcome<H extends Held = Held> {
  readonly key: string
  readonly unit: Unit
  readonly result: UnitResult
  /** Whether nothing had to be done, and no request was made. */
  readonly already: boolean
  readonly held?: H
  readonly state?: UnitState
  /** Why it is not in the target. */
  readonly error?: ExportsError
}

/** What a run has come to, so far or in the end. */
export interface RunSummary<H extends Held = Held> {
  /** Units of the run, each once. */
  readonly total: number
  readonly results: Readonly<Record<UnitResult, number>>
  /** Of those that are done, how many were so before. */
  readonly already: number
  /** Calls in the target, of all units of the run. */
  readonly rows: number
  /** In the order in which they ended. */
  readonly outcomes: readonly UnitOutcome<H>[]
}

/** Something has happened to a unit: an event on the way, or its end. */
export interface RunProgress<H extends Held = Held> {
  readonly key: string
  readonly unit: Unit
  readonly event?: PullEvent
  readonly outcome?: UnitOutcome<H>
  /** How far the run is; it goes on changing. */
  readonly summary: RunSummary<H>
}

/** How to run units. */
export interface RunOptions<H extends Held = Held> extends Omit<AdvanceContext<H>, 'eager' | 'onProgress'> {
  /**
   * Units that are worked on at once; those that only wait are not counted.
   * @default 8
   */
  readonly concurrency?: number | undefined
  /**
   * Milliseconds to wait for an export that is not completed.
   * @default 3_600_000, an hour
   */
  readonly maxWait?: number | undefined
  /**
   * How often a unit that met an error that may pass is tried again in this run, after growing pauses.
   * @default 3
   */
  readonly retries?: number | undefined
  /**
   * Pulls again what is there already, and replaces it.
   * @default false
   */
  readonly refresh?: boolean | undefined
  /** Told of everything that happens. */
  readonly onProgress?: ((progress: RunProgress<H>) => void) | undefined
}
