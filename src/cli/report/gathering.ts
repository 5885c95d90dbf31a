import type { FoundCall } from '../summary/dimensions.js'
import { CallerTable } from './caller-table.js'
import { addCost, Cost } from './cost.js'
import { type Name, OTHERS, type Place } from './data.js'
import { Names } from './names.js'
import { OpenCell } from './open-cell.js'

/** Most cells that are kept while files are read; with more, DIDs and trunks have to be chosen first. */
const MOST_CELLS = 2_000

/** Most DIDs and trunks whose calls are counted, to choose from. */
const MOST_WEIGHED = 20_000

/** More than there are names in a list; four places make a number that a double holds exactly. */
const PLACES = 8_192

const keyOf = ([account, month, did, trunk]: Place): number =>
  ((account * PLACES + month) * PLACES + did - OTHERS) * PLACES + trunk - OTHERS

/** Which DIDs and trunks are shown by themselves. */
export interface Chosen {
  readonly dids: ReadonlySet<Name>
  readonly trunks: ReadonlySet<Name>
}

/** Calls and costs of DIDs or trunks, by which the highest are chosen. */
export class Weights {
  readonly #weights = new Map<Name, Float64Array>()

  add(name: Name, cost: Cost): void {
    let weight = this.#weights.get(name)
    if (!weight) {
      if (this.#weights.size >= MOST_WEIGHED) return
      weight = new Float64Array(3)
      this.#weights.set(name, weight)
    }
    weight[0] = (weight[0] ?? 0) + 1
    addCost(weight, 1, cost)
  }

  /** The names with the most calls and those with the highest cost, at most so many of each. */
  heaviest(most: number): ReadonlySet<Name> {
    const by = (place: number): Name[] =>
      [...this.#weights]
        .sort(([, one], [, other]) => (other[place] ?? 0) - (one[place] ?? 0))
        .slice(0, most)
        .map(([name]) => name)
    return new Set([...by(0), ...by(1)])
  }
}

/** Adds up the calls of one export type. Its memory is bounded, whatever the calls are. */
export class Gathering {
  readonly accounts: Names = new Names()
  readonly months: Names = new Names()
  readonly dids: Names = new Names()
  readonly trunks: Names = new Names()
  readonly countries: Names = new Names()
  readonly codes: Names = new Names()
  readonly reasons: Map<number, string> = new Map()
  readonly callers: CallerTable = new CallerTable()
  readonly didWeights: Weights = new Weights()
  readonly trunkWeights: Weights = new Weights()
  readonly cost: Cost = new Cost()
  hasDurations = false
  readonly #chosen: Chosen | undefined
  readonly #cells = new Map<number, OpenCell>()
  #isFull = false
  #week = { date: '', firstHour: 0 }

  /** @param chosen - Which DIDs and trunks are shown by themselves; all when nothing is known of them yet. */
  constructor(chosen?: Chosen) {
    this.#chosen = chosen
  }

  /** Whether there are too many cells: the calls have to be read again with DIDs and trunks chosen. */
  get isFull(): boolean {
    return this.#isFull
  }

  get cells(): OpenCell[] {
    return [...this.#cells.values()]
  }

  add({ call, start, account, exportType, countryOf }: FoundCall): void {
    const { did, trunk, disconnect_code, disconnect_reason } = call
    this.cost.read(call.cost)
    if (!this.#chosen) {
      this.didWeights.add(did, this.cost)
      this.trunkWeights.add(trunk, this.cost)
      this.callers.add(call.caller, this.cost)
    }
    if (call.duration !== null) this.hasDurations = true
    const cell = this.#cellOf(account, start?.slice(0, 7) ?? null, did, trunk)
    if (!cell) return
    const code = this.codes.placeOf(disconnect_code)
    if (disconnect_reason !== null && !this.reasons.has(code)) this.reasons.set(code, disconnect_reason)
    cell.add(call, this.cost, {
      day: start === null ? 0 : Number(start.slice(8, 10)),
      hour: start === null ? undefined : this.#firstHour(start) + Number(start.slice(11, 13)),
      code,
      country: this.countries.placeOf(countryOf(call, exportType)),
    })
  }

  #cellOf(account: Name, month: Name, did: Name, trunk: Name): OpenCell | undefined {
    if (this.#isFull) return undefined
    const chosen = this.#chosen
    const place: Place = [
      this.accounts.placeOf(account),
      this.months.placeOf(month),
      !chosen || chosen.dids.has(did) ? this.dids.placeOf(did) : OTHERS,
      !chosen || chosen.trunks.has(trunk) ? this.trunks.placeOf(trunk) : OTHERS,
    ]
    const key = keyOf(place)
    const known = this.#cells.get(key)
    if (known) return known
    if (!chosen && this.#cells.size >= MOST_CELLS) {
      this.#isFull = true
      this.#cells.clear()
      return undefined
    }
    const cell = new OpenCell(place)
    this.#cells.set(key, cell)
    return cell
  }

  /** The place of the first hour of a day in the week, which begins on Monday. */
  #firstHour(start: string): number {
    const date = start.slice(0, 10)
    if (this.#week.date !== date) {
      const weekday = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7
      this.#week = { date, firstHour: weekday * 24 }
    }
    return this.#week.firstHour
  }
}
