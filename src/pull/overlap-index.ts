import { OverlapError } from '../errors/overlap-error.js'
import { overlaps, type Unit, unitKey, unitName } from './unit.js'

/** Units that never overlap, found by account and type. */
export interface OverlapIndex {
  /** @throws {OverlapError} when another unit that is in it has calls of this one. */
  readonly check: (unit: Unit) => void
  readonly add: (unit: Unit) => void
  readonly remove: (unit: Unit) => void
}

const groupOf = ({ account, export_type }: Unit): string => `${account}/${export_type}`

export const createOverlapIndex = (units: Iterable<Unit> = []): OverlapIndex => {
  const groups = new Map<string, Map<string, Unit>>()
  const index: OverlapIndex = {
    check: (unit) => {
      const key = unitKey(unit)
      for (const [present, other] of groups.get(groupOf(unit)) ?? []) {
        if (present !== key && overlaps(unit, other)) throw new OverlapError(unitName(unit), unitName(other))
      }
    },
    add: (unit) => {
      const group = groupOf(unit)
      const present = groups.get(group) ?? new Map<string, Unit>()
      groups.set(group, present.set(unitKey(unit), unit))
    },
    remove: (unit) => void groups.get(groupOf(unit))?.delete(unitKey(unit)),
  }
  for (const unit of units) index.add(unit)
  return index
}
