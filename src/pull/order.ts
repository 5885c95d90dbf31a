import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { attributesFor } from '../client/attributes-for.js'
import { formatTime } from '../client/time-text.js'
import type { CreateAttributes, ExportType } from '../client/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { noSuchType } from './no-such-type.js'
import { periodOf, type Unit } from './unit.js'
import type { UnitState } from './unit-state.js'

/** The name that a generation of a unit gives its export, where the version has such names. */
export const referenceOf = (
  apiVersion: ApiVersion,
  { key, generation }: Pick<UnitState, 'key' | 'generation'>,
): string | undefined => facts[apiVersion].reference && `${key}-g${generation}`

const exportTypeOf = (apiVersion: ApiVersion, { export_type: type }: Unit): ExportType<ApiVersion> => {
  if (Object.hasOwn(facts[apiVersion].filters, type)) return type as ExportType<ApiVersion>
  throw noSuchType(type, [apiVersion])
}

/**
 * What is sent to create the export of a unit. Two times must not lie in the future, so a unit that has not
 * ended is asked for up to now; it is provisional then.
 *
 * @throws {PeriodError} `not_expressible`, when the version cannot ask for exactly this period.
 * @throws {ConfigurationError} when the version has no such export type; `invalid_unit`, when a filter would ask for
 * another period than the unit's.
 */
export const orderFor = (
  apiVersion: ApiVersion,
  unit: Unit,
  state: Pick<UnitState, 'key' | 'generation'>,
  now: number,
): CreateAttributes<ApiVersion, ExportType<ApiVersion>> => {
  const { reference, timeFormat, filters: types } = facts[apiVersion]
  const exportType = exportTypeOf(apiVersion, unit)
  const { did, trunk, ...others } = unit.filter
  const names: { readonly to?: string; readonly [meaning: string]: string | undefined } = types[exportType]
  const { to } = names
  const twice = Object.keys(others).find((name) => Object.values(names).includes(name))
  if (twice !== undefined) throw saidTwice(twice)
  const period = periodOf(unit)
  const isRunning = timeFormat !== undefined && to !== undefined && period.to > now
  const attributes = attributesFor(apiVersion, exportType, { period, did, trunk })
  const { filters } = attributes as { filters?: object }
  const asked = { ...filters, ...others, ...(isRunning && { [to]: formatTime(now, timeFormat) }) }
  return {
    ...attributes,
    filters: asked,
    ...(reference && { [reference.attribute]: referenceOf(apiVersion, state) }),
  } as CreateAttributes<ApiVersion, ExportType<ApiVersion>>
}

/** The calls of another month under the name of this one would be a wrong bill. */
const saidTwice = (name: string): ConfigurationError =>
  new ConfigurationError('invalid_unit', `This is no unit: ${name} does not belong in its filter`, {
    hint: 'Its period is said by from and to, a DID by did, a trunk by trunk.',
  })
