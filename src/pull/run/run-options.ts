import type { ExportsError } from '../../errors/exports-error.js'
import type { AdvanceContext, PullEvent } from '../machine/context.js'
import type { LoadedUnit } from '../machine/target.js'
import type { UnitState } from '../machine/unit-state.js'
import type { Unit } from '../units/unit.js'

/**
 * The result of a unit in a run. It is in the target for good (`done`), or may still get calls (`provisional`). Its
 * calls have left the window (`closed`). It met an error (`suspended`). It was not ready in time (`waiting`). Or it was
 * not started (`refused`), because it overlaps what is there or belongs to another API.
 */
export type UnitResult = 'done' | 'provisional' | 'closed' | 'suspended' | 'waiting' | 'refused'

/** How a run ended for one unit. */
export interface UnitOutcome<H extends LoadedUnit = LoadedUnit> {
  readonly key: string
  readonly unit: Unit
  readonly result: UnitResult
  /** Whether there was nothing to do and no request was sent. */
  readonly already: boolean
  readonly loaded?: H
  readonly state?: UnitState
  /** Why the unit is not in the target. */
  readonly error?: ExportsError
}

/** The results of a run, so far or at its end. */
export interface RunSummary<H extends LoadedUnit = LoadedUnit> {
  /** Units of the run, each once. */
  readonly total: number
  readonly results: Readonly<Record<UnitResult, number>>
  /** How many of the done units were done before the run. */
  readonly already: number
  /** Calls of all units of the run in the target. */
  readonly rows: number
  /** In the order in which the units ended. */
  readonly outcomes: readonly UnitOutcome<H>[]
}

/** Something that has happened to a unit: an event on the way, or its end. */
export interface RunProgress<H extends LoadedUnit = LoadedUnit> {
  readonly key: string
  readonly unit: Unit
  readonly event?: PullEvent
  readonly outcome?: UnitOutcome<H>
  /** The results so far. The object changes as the run goes on. */
  readonly summary: RunSummary<H>
}

/** How to run units. */
export interface RunOptions<H extends LoadedUnit = LoadedUnit> extends Omit<
  AdvanceContext<H>,
  'ignoreDueAt' | 'onProgress'
> {
  /**
   * How many units are worked on at once. Units that only wait do not count.
   * @default 8
   */
  readonly concurrency?: number | undefined
  /**
   * Milliseconds to wait for an export to be completed.
   * @default 3_600_000, an hour
   */
  readonly maxWait?: number | undefined
  /**
   * How often this run retries a unit after a retryable error, with growing pauses.
   * @default 3
   */
  readonly retries?: number | undefined
  /**
   * Pulls and replaces units that are already there.
   * @default false
   */
  readonly refresh?: boolean | undefined
  /** Called with everything that happens. */
  readonly onProgress?: ((progress: RunProgress<H>) => void) | undefined
}

/** A summary to which outcomes can be added. */
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
