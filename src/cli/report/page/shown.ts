import { type Cell, LENGTHS, type Name, OTHERS, type TypeReport, type Units } from '../data.js'

/** Which calls to show: places in the lists of a type; undefined for all. */
export interface Selection {
  readonly account?: number | undefined
  readonly month?: number | undefined
  readonly did?: number | undefined
  readonly trunk?: number | undefined
}

/** Sums that are exact: costs may be too large for a number. */
export class Sum {
  calls = 0
  answered = 0
  seconds = 0
  cost = 0n

  add(calls: number, answered: number, seconds: number, cost: Units): void {
    this.calls += calls
    this.answered += answered
    this.seconds += seconds
    this.cost += BigInt(cost)
  }
}

/** A sum with a name. */
export interface Named {
  readonly name: string
  readonly sum: Sum
}

/** What is shown of the calls of a type. */
export interface Shown {
  readonly total: Sum
  readonly days: readonly Named[]
  /** Calls and answered calls of 168 hours, from the first of Monday on. */
  readonly hours: readonly { calls: number; answered: number }[]
  readonly dids: readonly Named[]
  readonly trunks: readonly Named[]
  readonly countries: readonly Named[]
  readonly codes: readonly { readonly name: string; readonly reason: string; readonly calls: number }[]
  readonly lengths: readonly { readonly name: string; readonly calls: number }[]
}

const MATCHED = ['account', 'month', 'did', 'trunk'] as const

const matches = ({ of }: Cell, selection: Selection): boolean =>
  MATCHED.every((name, at) => selection[name] === undefined || selection[name] === of[at])

/** Adds up the cells of a type that were chosen. */
export const shownOf = (type: TypeReport, selection: Selection): Shown => {
  const cells = type.cells.filter((cell) => matches(cell, selection))
  const total = new Sum()
  const days = new Map<string, Sum>()
  const [dids, trunks] = [new Map<number, Sum>(), new Map<number, Sum>()]
  const countries = new Map<number, Sum>()
  const hours = Array.from({ length: 168 }, () => ({ calls: 0, answered: 0 }))
  const codes = new Map<number, number>()
  const lengths = Array.from({ length: LENGTHS.length + 1 }, () => 0)
  for (const cell of cells) {
    const [, month, did, trunk] = cell.of
    for (const [day, ...sums] of cell.days) {
      total.add(...sums)
      const monthName = type.months[month] ?? null
      const date = monthName === null ? NO_START : `${monthName}-${String(day).padStart(2, '0')}`
      at(days, date).add(...sums)
      at(dids, did).add(...sums)
      at(trunks, trunk).add(...sums)
    }
    for (const [country, ...sums] of cell.countries) at(countries, country).add(...sums)
    for (const [hour = 0, calls = 0, answered = 0] of cell.hours) {
      const slot = hours[hour]
      if (!slot) continue
      slot.calls += calls
      slot.answered += answered
    }
    for (const [code = 0, calls = 0] of cell.codes) codes.set(code, (codes.get(code) ?? 0) + calls)
    cell.lengths.forEach((calls, place) => (lengths[place] = (lengths[place] ?? 0) + calls))
  }
  return {
    total,
    days: daysBetween([...days].map(([name, sum]) => ({ name, sum })).sort(byName)),
    hours,
    dids: named(dids, type.dids),
    trunks: named(trunks, type.trunks),
    countries: named(countries, type.countries),
    codes: [...codes]
      .map(([place, calls]) => {
        const [code = null, reason = null] = type.codes[place] ?? []
        return { name: code ?? 'none', reason: reason ?? '', calls }
      })
      .sort((one, other) => other.calls - one.calls),
    lengths: lengths.map((calls, place) => ({ name: lengthName(place), calls })),
  }
}

const at = <K>(sums: Map<K, Sum>, key: K): Sum => {
  const known = sums.get(key) ?? new Sum()
  sums.set(key, known)
  return known
}

const byName = (one: Named, other: Named): number => (one.name < other.name ? -1 : 1)

const named = (sums: ReadonlyMap<number, Sum>, names: readonly Name[]): Named[] =>
  [...sums].map(([place, sum]) => ({ name: place === OTHERS ? 'others' : (names[place] ?? 'none'), sum }))

/** The day of calls without a start. */
export const NO_START = 'no start'

const DAY_MS = 86_400_000

/** Most days without calls that are drawn as such. */
const MOST_DAYS = 400

/** The days, and those between them that have no calls. */
const daysBetween = (days: Named[]): Named[] => {
  const dated = days.filter(({ name }) => name !== NO_START)
  const [first, last] = [Date.parse(dated[0]?.name ?? ''), Date.parse(dated.at(-1)?.name ?? '')]
  if (!(last - first <= MOST_DAYS * DAY_MS)) return days
  const known = new Map(days.map((day) => [day.name, day]))
  const all: Named[] = []
  for (let time = first; time <= last; time += DAY_MS) {
    const name = new Date(time).toISOString().slice(0, 10)
    all.push(known.get(name) ?? { name, sum: new Sum() })
  }
  return [...all, ...days.filter(({ name }) => name === NO_START)]
}

const lengthName = (place: number): string => {
  const [from, to] = [LENGTHS[place - 1], LENGTHS[place]]
  if (to === undefined) return `over ${clock(from ?? 0)}`
  return `up to ${clock(to)}`
}

const clock = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`
}
