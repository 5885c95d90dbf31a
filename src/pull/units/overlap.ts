import { filterValues } from '../../../generated/facts.js'
import { apiVersions } from '../../../generated/versions.js'
import { OverlapError } from '../../errors/overlap-error.js'
import { formatInstant, monthOf } from '../../periods/period.js'
import { type Unit, unitName } from './unit.js'

/** Units, grouped by account, type and calendar month, to find those that overlap. */
export interface OverlapIndex {
  /** @throws {OverlapError} when it has another unit that can contain calls of this one. */
  readonly check: (key: string, unit: Unit) => void
  readonly add: (key: string, unit: Unit) => void
  readonly remove: (key: string, unit: Unit) => void
}

/** Where a unit is looked for: one group for each calendar month of its period. */
const groupsOf = ({ account, export_type, from, to }: Unit): string[] => {
  const groups: string[] = []
  for (let at = Date.parse(from); at < Date.parse(to); at = monthOf(at).to) {
    groups.push(`${account}/${export_type}/${formatInstant(at).slice(0, 7)}`)
  }
  return groups
}

/** @param units - Units to start with, by key. */
export const createOverlapIndex = (units: Iterable<readonly [string, Unit]> = []): OverlapIndex => {
  const groups = new Map<string, Map<string, Unit>>()
  const index: OverlapIndex = {
    check: (key, unit) => {
      for (const group of groupsOf(unit)) {
        for (const [present, other] of groups.get(group) ?? []) {
          if (present !== key && overlaps(unit, other)) throw new OverlapError(unitName(unit), unitName(other))
        }
      }
    },
    add: (key, unit) => {
      for (const group of groupsOf(unit)) {
        const present = groups.get(group) ?? new Map<string, Unit>()
        groups.set(group, present.set(key, unit))
      }
    },
    remove: (key, unit) => {
      for (const group of groupsOf(unit)) groups.get(group)?.delete(key)
    },
  }
  for (const [key, unit] of units) index.add(key, unit)
  return index
}

/** Filters whose different values can match the same call, such as addresses that contain a text. */
const INEXACT = new Set(apiVersions.flatMap((version) => filterValues[version].inexact))

/** Whether two lists have no value in common, ignoring case. */
const areApart = (one: string, other: string): boolean => {
  const values = new Set(other.toLowerCase().split(','))
  return !one
    .toLowerCase()
    .split(',')
    .some((value) => values.has(value))
}

/** Whether two units can contain the same call. Units whose filters exclude one another cannot. */
export const overlaps = (one: Unit, other: Unit): boolean =>
  one.account === other.account &&
  one.export_type === other.export_type &&
  one.from < other.to &&
  other.from < one.to &&
  !Object.entries(one.filter).some(
    ([name, value]) => !INEXACT.has(name) && areApart(value, other.filter[name] ?? value),
  )
