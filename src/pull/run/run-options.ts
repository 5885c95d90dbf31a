import type { ExportsError } from '../../errors/exports-error.js'
import type { AdvanceContext, PullEvent } from '../machine/context.js'
import type { LoadedUnit } from '../machine/target.js'
import type { UnitState } from '../machine/unit-state.js'
import type { Unit } from '../units/unit.js'

/**
 * What has become of a unit in a run: it is in the target for good, or so far (`provisional`); its calls have
 * left the window (`closed`); it met an error (`suspended`); it was not ready in time (`waiting`); or it was never
 * begun (`refused`: it overlaps what is there, or is of another API).
 */
export type UnitResult = 'done' | 'provisional' | 'closed' | 'suspended' | 'waiting' | 'refused'

/** What has become of one unit. */
export interface UnitOutcome<H extends LoadedUnit = LoadedUnit> {
  readonly key: string
  readonly unit: Unit
  readonly result: UnitResult
  /** Whether nothing had to be done, and no request was made. */
  readonly already: boolean
  readonly loaded?: H
  readonly state?: UnitState
  /** Why it is not in the target. */
  readonly error?: ExportsError
}

/** What a run has come to, so far or in the end. */
export interface RunSummary<H extends LoadedUnit = LoadedUnit> {
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
export interface RunProgress<H extends LoadedUnit = LoadedUnit> {
  readonly key: string
  readonly unit: Unit
  readonly event?: PullEvent
  readonly outcome?: UnitOutcome<H>
  /** How far the run is; it goes on changing. */
  readonly summary: RunSummary<H>
}

/** How to run units. */
export interface RunOptions<H extends LoadedUnit = LoadedUnit> extends Omit<
  AdvanceContext<H>,
  'ignoreDueAt' | 'onProgress'
> {
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

/** A summary that grows with every outcome. */
export const createSummary = <H extends LoadedUnit>(
  total: number,
): RunSummary<H> & { readonly add: (outcome: UnitOutcome<H>) => void } => {
  const results = { done: 0, provisional: 0, closed: 0, suspended: 0, waiting: 0, refused: 0 }
  const outcomes: UnitOutcome<H>[] = []
  let [already, rows] = [0, 0]
  return {
    total,
    results,
    get already() {
      return already
    },
    get rows() {
      return rows
    },
    outcomes,
    add: (outcome) => {
      results[outcome.result] += 1
      already += outcome.already ? 1 : 0
      rows += outcome.loaded?.rows ?? 0
      outcomes.push(outcome)
    },
  }
}
