import type { Call } from '../../../generated/calls.js'
import { DecimalSum } from './decimal-sum.js'

/** What calls come to. What their files have no column for is null. */
export interface Totals {
  readonly calls: number
  readonly answered: number
  /** Answered calls among all, from 0 to 1. */
  readonly asr: number | null
  /** Seconds of an answered call, on average. */
  readonly acd: number | null
  readonly minutes: number | null
  /** USD, the exact sum as text. */
  readonly cost: string | null
}

/** Adds up calls. */
export class Tally {
  #calls = 0
  #answered = 0
  #seconds = 0
  #timed = 0
  readonly #cost = new DecimalSum()

  add({ answer, duration, cost }: Call): void {
    this.#calls += 1
    if (answer !== null) this.#answered += 1
    if (duration !== null) {
      this.#timed += 1
      this.#seconds += duration
    }
    if (cost !== null) this.#cost.add(cost)
  }

  get calls(): number {
    return this.#calls
  }

  totals(): Totals {
    const [calls, answered] = [this.#calls, this.#answered]
    const isTimed = this.#timed > 0
    return {
      calls,
      answered,
      asr: calls === 0 ? null : answered / calls,
      acd: isTimed && answered > 0 ? this.#seconds / answered : null,
      minutes: isTimed ? this.#seconds / 60 : null,
      cost: this.#cost.text(),
    }
  }
}
