import type { Call } from '../../../generated/calls.js'

/** Totals of calls; null where their files have no such column. */
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

/** An exact sum of decimal texts, with as many decimals as the longest of them. */
class DecimalSum {
  #units = 0n
  #decimals = 0
  /** How many were added. */
  count = 0

  add(amount: string): void {
    const point = amount.indexOf('.')
    const decimals = point < 0 ? 0 : amount.length - point - 1
    if (decimals > this.#decimals) {
      this.#units *= 10n ** BigInt(decimals - this.#decimals)
      this.#decimals = decimals
    }
    const units = BigInt(point < 0 ? amount : amount.slice(0, point) + amount.slice(point + 1))
    this.#units += decimals === this.#decimals ? units : units * 10n ** BigInt(this.#decimals - decimals)
    this.count += 1
  }

  /** The sum as text; null when nothing was added. */
  text(): string | null {
    if (this.count === 0) return null
    const digits = String(this.#units < 0n ? -this.#units : this.#units).padStart(this.#decimals + 1, '0')
    const whole = digits.length - this.#decimals
    const text = this.#decimals === 0 ? digits : `${digits.slice(0, whole)}.${digits.slice(whole)}`
    return this.#units < 0n ? `-${text}` : text
  }
}
