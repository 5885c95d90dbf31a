import { dimensionOf, type DimensionName, type FoundCall } from './dimensions.js'
import { Tally, type Totals } from './tally.js'

/** Totals of the calls that have these values in common. */
export interface NamedGroup extends Totals {
  /** A value for each dimension; null for calls without one. */
  readonly names: readonly (string | null)[]
}

/** Calls by one dimension, or by two: groups within groups. It keeps sums only. */
export class Grouping {
  readonly #by: readonly DimensionName[]
  readonly #groups = new Map<string, { readonly names: readonly (string | null)[]; readonly tally: Tally }>()
  readonly #outer = new Map<string | null, number>()

  constructor(by: readonly DimensionName[]) {
    this.#by = by
  }

  add(found: FoundCall): void {
    const names = this.#by.map((name) => dimensionOf(name).of(found))
    const key = JSON.stringify(names)
    const group = this.#groups.get(key) ?? { names, tally: new Tally() }
    this.#groups.set(key, group)
    group.tally.add(found.call)
    const [outer = null] = names
    this.#outer.set(outer, (this.#outer.get(outer) ?? 0) + 1)
  }

  /** The groups in order: in time, or those with the most calls first. */
  groups(): NamedGroup[] {
    const places = this.#by.map((name) => dimensionOf(name).place)
    const groups = [...this.#groups.values()].map(({ names, tally }) => ({ names, ...tally.totals() }))
    const callsOf = ({ names, calls }: NamedGroup, level: number): number =>
      level + 1 === names.length ? calls : (this.#outer.get(names[level] ?? null) ?? 0)
    const compared = (one: NamedGroup, other: NamedGroup): number => {
      for (const [level, place] of places.entries()) {
        const [a, b] = [one.names[level] ?? null, other.names[level] ?? null]
        if (a === b) continue
        const [before, after] = place ? [place(a), place(b)] : [callsOf(other, level), callsOf(one, level)]
        if (before !== after) return before < after ? -1 : 1
        return (a ?? '') < (b ?? '') ? -1 : 1
      }
      return 0
    }
    return groups.sort(compared)
  }

  /** The first groups of each dimension that is not in time. Within one of two dimensions, its own first groups. */
  top(most: number): NamedGroup[] {
    const seen = this.#by.map(() => new Map<string, Set<string | null>>())
    return this.groups().filter(({ names }) =>
      this.#by.every((dimension, level) => {
        if (dimensionOf(dimension).place) return true
        const within = JSON.stringify(names.slice(0, level))
        const shown = seen[level]?.get(within) ?? new Set<string | null>()
        seen[level]?.set(within, shown)
        const name = names[level] ?? null
        if (!shown.has(name) && shown.size >= most) return false
        shown.add(name)
        return true
      }),
    )
  }
}
