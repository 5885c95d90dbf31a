import { DEFAULT_SETTLE_TIME_MS } from '../pull/machine/step-context.js'
import type { Unit } from '../pull/units/unit.js'
import { largest } from './extremes.js'

/** What provisional means for these units, and when to pull them for good. */
export const explainProvisional = (units: readonly Pick<Unit, 'to'>[]): string => {
  const settled = largest(units.map(({ to }) => Date.parse(to))) + DEFAULT_SETTLE_TIME_MS
  const after = new Date(settled).toISOString().slice(0, 16).replace('T', ' ')
  return `provisional: late calls may still come; pull again after ${after} UTC`
}
