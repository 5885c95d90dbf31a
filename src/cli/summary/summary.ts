import type { Call } from '../../../generated/calls.js'
import { Tally, type Totals } from './tally.js'

/** Totals of a group of calls. */
export interface Group extends Totals {
  /** A day, DID or trunk; null for calls without one. */
  readonly name: string | null
}

/** What the layouts of the files say. */
export interface Known {
  /** The columns that cost is the sum of. */
  readonly cost_columns: readonly string[]
  /** Whether a layout is known in part, so that durations or costs cannot be summed. */
  readonly is_known_in_part: boolean
  /** Whose days and months they are. */
  readonly time_zone: string
}

/** A summary of calls. */
export interface Summary extends Known {
  readonly total: Totals
  readonly by_day: readonly Group[]
  readonly by_month: readonly Group[]
  /** How calls are grouped: by `did` for inbound, by `trunk` for outbound calls. */
  readonly by: 'did' | 'trunk'
  readonly by_number: readonly Group[]
}

/** Sums up calls one by one. It keeps sums only. */
export class Summing {
  readonly #total = new Tally()
  readonly #days = new Map<string | null, Tally>()
  readonly #months = new Map<string | null, Tally>()
  readonly #dids = new Map<string | null, Tally>()
  readonly #trunks = new Map<string | null, Tally>()

  /** @param start - The start of the call as the clocks of a zone show it. */
  add(call: Call, start: string | null = call.start): void {
    this.#total.add(call)
    tallyOf(this.#days, start?.slice(0, 10) ?? null).add(call)
    tallyOf(this.#months, start?.slice(0, 7) ?? null).add(call)
    tallyOf(this.#dids, call.did).add(call)
    tallyOf(this.#trunks, call.trunk).add(call)
  }

  summary(known: Known = { cost_columns: [], is_known_in_part: false, time_zone: 'UTC' }): Summary {
    const isInbound = [...this.#dids.keys()].some((did) => did !== null)
    const numbers = groups(isInbound ? this.#dids : this.#trunks).sort((a, b) => b.calls - a.calls)
    return {
      ...known,
      total: this.#total.totals(),
      by_day: inTime(groups(this.#days)),
      by_month: inTime(groups(this.#months)),
      by: isInbound ? 'did' : 'trunk',
      by_number: numbers,
    }
  }
}

const tallyOf = (tallies: Map<string | null, Tally>, name: string | null): Tally => {
  const found = tallies.get(name)
  if (found) return found
  const tally = new Tally()
  tallies.set(name, tally)
  return tally
}

const groups = (tallies: ReadonlyMap<string | null, Tally>): Group[] =>
  [...tallies].map(([name, tally]) => ({ name, ...tally.totals() }))

const inTime = (days: Group[]): Group[] => days.sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
