import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { formatTime } from '../client/time-text.js'
import type { CreateAttributes, ExportType } from '../client/types.js'
import { periodOf, type Unit } from './unit.js'
import type { UnitState } from './old-state.js'

/** The name that a generation of a unit gives its export, where the version has such names. */
export const referenceOf = (apiVersion: ApiVersion, { key, generation }: UnitState): string | undefined =>
  facts[apiVersion].reference && `${key}-g${generation}`

/**
 * What is sent to create the export of a unit: what was asked for, with its reference. Two times must
 * not lie in the future, so a unit that has not ended is asked for up to now; it is provisional then.
 */
export const orderFor = <V extends ApiVersion>(
  apiVersion: V,
  attributes: CreateAttributes<V, ExportType<V>>,
  unit: Unit,
  state: UnitState,
  now: number,
): CreateAttributes<V, ExportType<V>> => {
  const { reference, timeFormat, filters: names } = facts[apiVersion]
  const { export_type: exportType, filters } = attributes as { export_type: ExportType<V>; filters?: object }
  const { to }: { to?: string } = names[exportType]
  const isRunning = timeFormat !== undefined && to !== undefined && periodOf(unit).to > now
  return {
    ...attributes,
    ...(isRunning && { filters: { ...filters, [to]: formatTime(now, timeFormat) } }),
    ...(reference && { [reference.attribute]: referenceOf(apiVersion, state) }),
  }
}
