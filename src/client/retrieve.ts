import type { ApiVersion } from '../../generated/versions.js'
import { NotFoundError } from '../errors/not-found-error.js'
import { backoffMs } from '../http/backoff.js'
import type { Call } from './call.js'
import { checkId } from './export-id.js'
import type { RequestOptions } from './options.js'
import type { RecentIds } from './recent-ids.js'
import type { Settings } from './settings.js'
import { toExport } from './to-export.js'
import type { Export } from './types.js'

/** Asks for one export. */
export type Retrieve<V extends ApiVersion> = (id: string, options?: RequestOptions) => Promise<Export<V>>

/** A 404 for an export that this client has just created is no answer yet: it is asked for again. */
export const retrieveExport =
  <V extends ApiVersion>(call: Call<V>, settings: Settings<V>, recent: RecentIds): Retrieve<V> =>
  async (id, options = {}) => {
    const { clock, random } = settings
    const endsAt = clock.now() + (options.totalTimeout ?? settings.totalTimeout)
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { data } = await call('retrieveExport', { id: checkId(id) }, options)
        return toExport(data)
      } catch (error) {
        const delay = backoffMs(attempt, random)
        const isEarly = error instanceof NotFoundError && recent.has(id) && clock.now() + delay < endsAt
        if (!isEarly) throw error
        await clock.sleep(delay, options.signal)
      }
    }
  }
