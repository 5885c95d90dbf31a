import type { RunSummary, UnitOutcome } from './run-options.js'
import type { Held } from './target.js'

/** A summary that grows with every outcome. */
export const createSummary = <H extends Held>(
  total: number,
): RunSummary<H> & { readonly add: (outcome: UnitOutcome<H>) => void } => {
  const results = { done: 0, provisional: 0, closed: 0, parked: 0, waiting: 0, refused: 0 }
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
      rows += outcome.held?.rows ?? 0
      outcomes.push(outcome)
    },
  }
}
