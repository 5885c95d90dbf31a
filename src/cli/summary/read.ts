import { type CallRecord, callRoles } from '../../../generated/calls.js'
import { createLocalTime } from '../../periods/local-time.js'
import type { TimeZone } from '../../periods/time-zone.js'
import { asCall } from '../../records/as-call.js'
import { columnsOf } from '../../records/columns-of.js'
import { naming } from '../call-files.js'
import { type CallFile, recordsIn } from '../../records/call-file.js'
import type { CountryOf } from './country.js'
import type { FoundCall } from './dimensions.js'
import type { Known } from './summary.js'

/** What the layouts of the files say of cost and duration. */
export const knownOf = (files: readonly CallFile[], zone: TimeZone | undefined): Known => {
  const costs = new Set<string>()
  let isPart = false
  for (const { apiVersion, exportType } of files) {
    const { cost = [], duration = [] } = callRoles[apiVersion]?.[exportType] ?? {}
    if (cost.length === 0 || duration.length === 0) isPart = true
    for (const { property, column } of columnsOf(apiVersion, exportType)) if (cost.includes(property)) costs.add(column)
  }
  return { cost_columns: [...costs], is_known_in_part: isPart, time_zone: zone?.id ?? 'UTC' }
}

/** Reads the calls of files in turn. */
export const eachCall = async (
  files: readonly CallFile[],
  { zone, countryOf, signal }: { zone: TimeZone | undefined; countryOf: CountryOf; signal: AbortSignal },
  add: (found: FoundCall) => void,
): Promise<void> => {
  const local = zone ? createLocalTime(zone) : (utc: string): string => utc
  for (const file of files) {
    const { account = null, exportType } = file
    await naming(file.path, async () => {
      for await (const batch of recordsIn(file, signal)) {
        signal.throwIfAborted()
        for (const record of batch) {
          const call = asCall(record as unknown as CallRecord)
          const start = call.start === null ? null : local(call.start)
          add({ call, start, account, exportType, countryOf })
        }
      }
    })
  }
}
