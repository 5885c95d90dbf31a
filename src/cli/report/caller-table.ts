import { addCost, type Cost } from './cost.js'
import type { Name } from './data.js'

/** Most callers that are no numbers, such as `anonymous`, and are counted by themselves. */
const MOST_NAMES = 10_000

/** Most numbers that are counted by themselves: they take 16 MiB. */
const MOST_NUMBERS = 375_000

/** A telephone number that a double holds exactly, with what stands before it: nothing, zeros or a plus. */
const NUMBER = /^\+?\d{1,15}$/

/** A caller, its calls, and its cost: dollars, and what is below one. */
export type CallerRow = readonly [caller: Name, calls: number, dollars: number, fraction: number]

/** Numbers of a caller: the number itself, calls, and the two of a cost. */
const WIDTH = 4

/** What callers cost and how often they called: a table of numbers, as there may be as many callers as calls. */
export class CallerTable {
  readonly #names = new Map<Name, Float64Array>()
  #table = new Float64Array(1024 * WIDTH)
  #used = 0
  #isWhole = true

  /** Whether every caller was counted; otherwise those that came first. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  add(caller: Name, cost: Cost): void {
    if (caller !== null && NUMBER.test(caller)) {
      if (this.#used * 4 * WIDTH > this.#table.length * 3) this.#grow()
      const at = this.#placeOf(keyOf(caller))
      if (at === undefined) this.#isWhole = false
      else count(this.#table, at, cost)
    } else {
      const known = this.#names.get(caller)
      if (!known && this.#names.size >= MOST_NAMES) {
        this.#isWhole = false
        return
      }
      const row = known ?? new Float64Array(WIDTH)
      this.#names.set(caller, row)
      count(row, 0, cost)
    }
  }

  /** The callers with the most calls and those with the highest cost, at most so many of each. */
  top(most: number): CallerRow[] {
    const best = [
      new Best(most, ([, calls]) => calls),
      new Best(most, ([, , dollars, fraction]) => dollars + fraction / 1e12),
    ]
    for (const [name, [, calls = 0, dollars = 0, fraction = 0]] of this.#names) {
      for (const one of best) one.offer([name, calls, dollars, fraction])
    }
    for (let at = 0; at < this.#table.length; at += WIDTH) {
      const [key = 0, calls = 0, dollars = 0, fraction = 0] = this.#table.subarray(at, at + WIDTH)
      if (key !== 0) for (const one of best) one.offer([key, calls, dollars, fraction])
    }
    const rows = new Map(best.flatMap((one) => one.rows).map((row) => [row[0], row]))
    return [...rows.values()].map(([key, ...sums]) => [typeof key === 'number' ? numberOf(key) : key, ...sums])
  }

  /** The row of a number, which is empty when there is none yet; undefined when there is no room for one. */
  #placeOf(key: number): number | undefined {
    const rows = this.#table.length / WIDTH
    let row = hashOf(key) & (rows - 1)
    for (;;) {
      const known = this.#table[row * WIDTH]
      if (known === key) return row * WIDTH
      if (known === 0) {
        if (this.#used === MOST_NUMBERS) return undefined
        this.#table[row * WIDTH] = key
        this.#used += 1
        return row * WIDTH
      }
      row = (row + 1) & (rows - 1)
    }
  }

  #grow(): void {
    const before = this.#table
    this.#table = new Float64Array(2 * before.length)
    this.#used = 0
    for (let from = 0; from < before.length; from += WIDTH) {
      const key = before[from] ?? 0
      const to = key === 0 ? undefined : this.#placeOf(key)
      if (to !== undefined) this.#table.set(before.subarray(from, from + WIDTH), to)
    }
  }
}

const count = (table: Float64Array, at: number, cost: Cost): void => {
  table[at + 1] = (table[at + 1] ?? 0) + 1
  addCost(table, at + 2, cost)
}

/** The digits after a 1, or after a 2 for those with a plus; so leading zeros count. */
const keyOf = (caller: string): number => Number(caller.startsWith('+') ? `2${caller.slice(1)}` : `1${caller}`)

const numberOf = (key: number): string => {
  const text = String(key)
  return text.startsWith('2') ? `+${text.slice(1)}` : text.slice(1)
}

/** Spreads numbers that differ in any digits. */
const hashOf = (key: number): number => {
  const mixed = Math.imul(key % 4_294_967_296, 0x9e3779b1) ^ Math.imul(Math.floor(key / 4_294_967_296), 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

type Row = readonly [key: Name | number, calls: number, dollars: number, fraction: number]

/** The highest of many rows. */
class Best {
  readonly rows: Row[] = []
  readonly #most: number
  readonly #measure: (row: Row) => number

  constructor(most: number, measure: (row: Row) => number) {
    this.#most = most
    this.#measure = measure
  }

  offer(row: Row): void {
    const value = this.#measure(row)
    const last = this.rows[this.#most - 1]
    if (last && value <= this.#measure(last)) return
    const at = this.rows.findIndex((one) => this.#measure(one) < value)
    this.rows.splice(at < 0 ? this.rows.length : at, 0, row)
    if (this.rows.length > this.#most) this.rows.pop()
  }
}
