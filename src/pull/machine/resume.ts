import type { ApiVersion } from '../../../generated/versions.js'
import { type Unit, unitKey } from '../units/unit.js'
import type { LoadedUnit } from './target.js'
import { otherOrigin } from './target.js'
import { nextGeneration, planned, resumed } from './transition.js'
import { isSettled, type UnitState } from './unit-state.js'

/** What there is of a unit before anything is done. */
interface Found {
  readonly unit: Unit
  readonly state: UnitState | undefined
  readonly held: (LoadedUnit & { readonly intact: boolean }) | undefined
  readonly client: { readonly apiVersion: ApiVersion; readonly origin: string }
  readonly refresh: boolean
}

/**
 * Whether nothing is to be asked for: what the target vouches for stands, also when a later attempt to refresh
 * it has failed. Only a run that died while it put calls in goes on: it may have spoilt them, and has left its
 * file behind.
 */
export const isFinal = ({ held, state, refresh }: Found): boolean => {
  const isLoading = state?.step === 'downloaded' || state?.step === 'loaded'
  const isUnderWay = isLoading && state.generation >= (held?.generation ?? 0)
  return held !== undefined && held.intact && !held.provisional && !refresh && !isUnderWay
}

/**
 * The state to go on from. An attempt belongs to its version; one that has ended is followed by the next
 * generation, and so is one whose file is there but is to be refreshed.
 *
 * @throws {ConfigurationError} `other_origin`, when an attempt is under way at another API, where an export may be.
 */
export const startOrResume = (found: Found): UnitState => {
  const { state, held, client, refresh } = found
  const least = (held?.generation ?? 0) + 1
  if (state === undefined) return isFinal(found) ? finished(found) : first(found, least)
  const current = resumed(state)
  const fresh = { ...current, api_version: client.apiVersion, origin: client.origin }
  if (state.origin !== client.origin && !isOver(state)) {
    if (!isUntouched(current)) throw otherOrigin('The unit', state.origin, client.origin)
    return planned(fresh, { generation: Math.max(current.generation, least) })
  }
  if (current.step === 'closed') return planned(fresh)
  const isFetched = current.step === 'downloaded' || current.step === 'loaded'
  const isBehind = isFetched ? current.generation < least - 1 : current.generation < least
  const isAnew = isOver(state) || (isFetched && refresh) || isBehind || current.api_version !== client.apiVersion
  return isAnew ? nextGeneration(fresh, least) : current
}

/** Whether an attempt has come to its end, with calls or without. */
const isOver = (state: UnitState): boolean => isSettled(state) && state.step !== 'suspended'

/** Whether nothing has been asked of an API yet, as when its host was misspelt. */
const isUntouched = ({ step, generation, possible_orphans }: UnitState): boolean =>
  step === 'planned' && generation === 1 && possible_orphans === 0

const first = ({ unit, client }: Found, generation: number): UnitState => ({
  key: unitKey(unit),
  unit,
  generation,
  api_version: client.apiVersion,
  origin: client.origin,
  step: 'planned',
  possible_orphans: 0,
})

/** The state of a unit that only the target remembers. */
const finished = (found: Found): UnitState => ({
  ...first(found, found.held?.generation ?? 1),
  step: 'done',
  rows: found.held?.rows ?? 0,
  export_id: found.held?.export_id ?? '',
})
