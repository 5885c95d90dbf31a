import type { Unit } from './unit.js'

/** What a verification found of a file, or of a time without one. */
export interface Finding {
  /**
   * Wrong: `missing`, `changed` and `unreadable` files of the manifest; `foreign`, a file of calls that the manifest does
   * not have; `hole`, a time between two units of which nothing is held. To know: `provisional`, a file whose period may
   * still get calls; `outside`, a file with calls that start outside its period; `left_over`, a file that a pull which
   * was cut short has left.
   */
  readonly kind: 'missing' | 'changed' | 'unreadable' | 'foreign' | 'hole' | 'provisional' | 'outside' | 'left_over'
  /** Path below the directory, or table; a hole has none. */
  readonly path?: string
  /** What is found, in words. */
  readonly note: string
  /** What to pull to mend it: the calls of the file, or those that are missing. */
  readonly unit?: Unit
}

/** The result of a verification. */
export interface Verification {
  /** Files that are as the manifest says, read to their end; or units that are as the ledger says. */
  readonly sound: number
  /** Calls in them. */
  readonly rows: number
  readonly findings: readonly Finding[]
}

const WRONG: ReadonlySet<Finding['kind']> = new Set(['missing', 'changed', 'unreadable', 'foreign', 'hole'])

/** Whether something has to be done about a finding, rather than only known. */
export const isWrong = ({ kind }: Pick<Finding, 'kind'>): boolean => WRONG.has(kind)

/** A unit that is held, in a file or a table. */
interface HeldUnit {
  readonly unit: Unit
  readonly path: string
  readonly rows: number
  readonly provisional: boolean
  readonly outside?: number | undefined
}

/** Puts a verification together, and tells each finding at once. */
export class Findings {
  readonly #onFinding: ((finding: Finding) => void) | undefined
  readonly #findings: Finding[] = []
  readonly #units: Unit[] = []
  #sound = 0
  #rows = 0

  constructor(onFinding: ((finding: Finding) => void) | undefined) {
    this.#onFinding = onFinding
  }

  add(finding: Finding): void {
    this.#findings.push(finding)
    this.#onFinding?.(finding)
  }

  /** Adds what is to be said of a unit that is held; `problem` is what is wrong with it. */
  addHeld({ unit, path, rows, provisional, outside = 0 }: HeldUnit, problem?: Pick<Finding, 'kind' | 'note'>): void {
    this.#units.push(unit)
    if (problem) this.add({ ...problem, path, unit })
    else {
      this.#sound += 1
      this.#rows += rows
    }
    if (provisional) this.add({ kind: 'provisional', path, note: 'late calls may still come', unit })
    if (outside > 0) this.add({ kind: 'outside', path, note: `calls that start outside the period: ${outside}`, unit })
  }

  /** Adds the holes between the units, which is the last thing to say. */
  finish(): Verification {
    for (const hole of holesBetween(this.#units)) this.add(hole)
    return { sound: this.#sound, rows: this.#rows, findings: this.#findings }
  }
}

/** The holes between units of one account, type and filter. What lies before the first and after the last is none. */
export const holesBetween = (units: Iterable<Unit>): Finding[] => {
  const series = new Map<string, Unit[]>()
  for (const unit of units) {
    const filter = Object.entries(unit.filter).sort(([one], [other]) => (one < other ? -1 : 1))
    const key = JSON.stringify([unit.account, unit.export_type, filter])
    const present = series.get(key)
    if (present) present.push(unit)
    else series.set(key, [unit])
  }
  return [...series.values()].flatMap((all) => {
    const inTime = all.toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from))
    return inTime.slice(1).flatMap((unit, index): Finding[] => {
      const { from: to } = unit
      const from = inTime[index]?.to ?? to
      if (Date.parse(from) >= Date.parse(to)) return []
      const note = `no calls of ${unit.export_type} are held from ${from} up to ${to}`
      return [{ kind: 'hole', note, unit: { ...unit, from, to } }]
    })
  })
}
