import type { ApiVersion } from '../../../generated/versions.js'
import type { CheckedUnit } from '../units/unit.js'
import { type LoadedUnit, otherOrigin } from './target.js'
import { resume, toNextGeneration, toPlanned } from './transition.js'
import { isSettled, type UnitState } from './unit-state.js'

/** What is known of a unit before work on it starts or goes on. */
interface Situation {
  readonly unit: CheckedUnit
  readonly state: UnitState | undefined
  readonly loaded: (LoadedUnit & { readonly intact: boolean }) | undefined
  readonly client: { readonly apiVersion: ApiVersion; readonly origin: string }
  readonly refresh: boolean
}

/**
 * Whether nothing has to be requested, because the target vouches for the unit. That stands even if a later attempt
 * to refresh it has failed. A load that was cut short does not count: it may have spoilt the calls, and its file is
 * still there, so it goes on.
 */
export const isUpToDate = ({ loaded, state, refresh }: Situation): boolean => {
  const isLoading = state !== undefined && hasFile(state) && state.generation >= (loaded?.generation ?? 0)
  return loaded !== undefined && loaded.intact && !loaded.provisional && !refresh && !isLoading
}

/**
 * The state to work from. An attempt belongs to its API version: with another version the next generation starts. The
 * next generation also follows an attempt that has ended, and a downloaded file that is to be refreshed.
 *
 * @throws {ConfigurationError} `other_origin`, when an attempt is under way at another API, which may have an export.
 */
export const startOrResume = (situation: Situation): UnitState => {
  const { state, loaded, client, refresh } = situation
  const next = (loaded?.generation ?? 0) + 1
  if (state === undefined) return isUpToDate(situation) ? doneBefore(situation) : firstState(situation, next)
  const current = resume(state)
  const fresh = { ...current, api_version: client.apiVersion, origin: client.origin }
  if (state.origin !== client.origin && !hasEnded(state)) {
    if (!isUntouched(current)) throw otherOrigin('The unit', state.origin, client.origin)
    return toPlanned(fresh, { generation: Math.max(current.generation, next) })
  }
  if (current.step === 'closed') return toPlanned(fresh)
  // What was planned for another version is requested with this one.
  if (isUntouched(current) && current.api_version !== client.apiVersion && next === 1) return toPlanned(fresh)
  const isBehind = current.generation < (hasFile(current) ? next - 1 : next)
  const needsNextGeneration =
    hasEnded(state) || isBehind || (hasFile(current) && refresh) || current.api_version !== client.apiVersion
  return needsNextGeneration ? toNextGeneration(fresh, next) : current
}

/** Whether an attempt has come to its end, with calls or without. */
const hasEnded = (state: UnitState): boolean => isSettled(state) && state.step !== 'suspended'

/** Whether the file of an attempt is downloaded and its load not finished. */
const hasFile = ({ step }: UnitState): boolean => step === 'downloaded' || step === 'loaded'

/** Whether nothing has been requested of an API yet, for example because its host was misspelt. */
const isUntouched = ({ step, generation, possible_orphans }: UnitState): boolean =>
  step === 'planned' && generation === 1 && possible_orphans === 0

const firstState = ({ unit: { key, unit }, client }: Situation, generation: number): UnitState => ({
  key,
  unit,
  generation,
  api_version: client.apiVersion,
  origin: client.origin,
  step: 'planned',
  possible_orphans: 0,
})

/** The state of a unit that only the target remembers. */
const doneBefore = (situation: Situation): UnitState => ({
  ...firstState(situation, situation.loaded?.generation ?? 1),
  step: 'done',
  rows: situation.loaded?.rows ?? 0,
  export_id: situation.loaded?.export_id ?? '',
})
