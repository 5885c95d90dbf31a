import type { Call } from '../../../generated/calls.js'
import { addCost, type Cost, unitsOf } from './cost.js'
import { type Cell, LENGTHS, type Place, type Sums } from './data.js'

const DAYS = 32
const HOURS = 7 * 24
/** Numbers of a day or country: calls, answered, seconds, and the two of a cost. */
const WIDTH = 5

/** A cell while calls are added to it. */
export class OpenCell {
  readonly of: Place
  readonly #days = new Float64Array(DAYS * WIDTH)
  readonly #hours = new Uint32Array(HOURS * 2)
  readonly #lengths = new Uint32Array(LENGTHS.length + 1)
  readonly #codes = new Map<number, number>()
  readonly #countries = new Map<number, Float64Array>()

  constructor(of: Place) {
    this.of = of
  }

  /** @param hour - Hour of the week; undefined for a call without a start. */
  add(
    { answer, duration }: Call,
    cost: Cost,
    at: { day: number; hour: number | undefined; code: number; country: number },
  ): void {
    const isAnswered = answer !== null
    addCall(this.#days, at.day * WIDTH, isAnswered, duration ?? 0, cost)
    addCall(this.#countryOf(at.country), 0, isAnswered, duration ?? 0, cost)
    if (at.hour !== undefined) {
      increase(this.#hours, 2 * at.hour)
      if (isAnswered) increase(this.#hours, 2 * at.hour + 1)
    }
    if (isAnswered && duration !== null) {
      const found = LENGTHS.findIndex((bound) => duration <= bound)
      increase(this.#lengths, found < 0 ? LENGTHS.length : found)
    }
    this.#codes.set(at.code, (this.#codes.get(at.code) ?? 0) + 1)
  }

  /** Adds another cell. */
  merge(other: OpenCell): void {
    merge(this.#days, other.#days)
    for (const [country, sums] of other.#countries) merge(this.#countryOf(country), sums)
    other.#hours.forEach((calls, at) => increase(this.#hours, at, calls))
    other.#lengths.forEach((calls, at) => increase(this.#lengths, at, calls))
    for (const [code, calls] of other.#codes) this.#codes.set(code, (this.#codes.get(code) ?? 0) + calls)
  }

  /** The cell for the page, with costs of so many decimals. */
  closed(decimals: number): Cell {
    const sumsAt = (table: Float64Array, at: number): Sums => {
      const [calls = 0, answered = 0, seconds = 0, dollars = 0, fraction = 0] = table.subarray(at, at + WIDTH)
      return [calls, answered, seconds, unitsOf(dollars, fraction, decimals)]
    }
    const places = (table: { readonly length: number }, width: number): number[] =>
      Array.from({ length: table.length / width }, (_, place) => place)
    return {
      of: this.of,
      days: places(this.#days, WIDTH)
        .filter((day) => (this.#days[day * WIDTH] ?? 0) > 0)
        .map((day) => [day, ...sumsAt(this.#days, day * WIDTH)] as const),
      hours: places(this.#hours, 2)
        .filter((hour) => (this.#hours[hour * 2] ?? 0) > 0)
        .map((hour) => [hour, ...this.#hours.subarray(hour * 2, hour * 2 + 2)]),
      codes: [...this.#codes],
      lengths: [...this.#lengths],
      countries: [...this.#countries].map(([country, sums]) => [country, ...sumsAt(sums, 0)] as const),
    }
  }

  #countryOf(country: number): Float64Array {
    const known = this.#countries.get(country) ?? new Float64Array(WIDTH)
    this.#countries.set(country, known)
    return known
  }
}

const increase = (table: Uint32Array, at: number, by = 1): void => {
  table[at] = (table[at] ?? 0) + by
}

const addCall = (table: Float64Array, at: number, isAnswered: boolean, seconds: number, cost: Cost): void => {
  table[at] = (table[at] ?? 0) + 1
  if (isAnswered) table[at + 1] = (table[at + 1] ?? 0) + 1
  table[at + 2] = (table[at + 2] ?? 0) + seconds
  addCost(table, at + 3, cost)
}

/** Adds a table of sums to another. */
const merge = (table: Float64Array, other: Float64Array): void => {
  for (let at = 0; at < other.length; at += WIDTH) {
    for (let place = at; place < at + 3; place += 1) table[place] = (table[place] ?? 0) + (other[place] ?? 0)
    addCost(table, at + 3, { dollars: other[at + 3] ?? 0, fraction: other[at + 4] ?? 0 })
  }
}
