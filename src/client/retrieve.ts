import type { ApiVersion } from '../../generated/versions.js'
import type { Export } from '../api/types.js'
import { NotFoundError } from '../errors/api-error.js'
import type { Clock } from '../http/clock.js'
import { backoffMs } from '../http/retry.js'
import type { Api } from './api.js'
import type { RequestOptions } from './options.js'
import { checkId, documentOf, toSameExport } from './resource.js'
import type { Settings } from './settings.js'

/** Retrieves one export. */
export type Retrieve<V extends ApiVersion> = (id: string, options?: RequestOptions) => Promise<Export<V>>

/** A 404 for an export that this client has just created is retried. */
export const retrieveExport =
  <V extends ApiVersion>({ api, request }: Api, settings: Settings<V>, recent: RecentIds): Retrieve<V> =>
  async (id, options = {}) => {
    const { clock, random } = settings
    const endsAt = clock.now() + (options.totalTimeout ?? settings.totalTimeout)
    for (let failures = 1; ; failures += 1) {
      try {
        const params = { path: { id: checkId(id) } }
        const answer = await api.GET('/v3/exports/{id}', { params, ...request('retrieveExport', options) })
        return toSameExport(id, documentOf(answer).data)
      } catch (error) {
        const delay = backoffMs(failures, random)
        const isEarly = error instanceof NotFoundError && recent.has(id) && clock.now() + delay < endsAt
        if (!isEarly) throw error
        await clock.sleep(delay, options.signal)
      }
    }
  }

/** How long after its creation a replica may not know an export, in milliseconds. */
const GRACE = 30_000

/** The ids of exports that were just created. */
export interface RecentIds {
  readonly add: (id: string) => void
  readonly has: (id: string) => boolean
}

export const createRecentIds = (clock: Clock): RecentIds => {
  const createdAt = new Map<string, number>()
  const forget = (): void => {
    for (const [id, at] of createdAt) {
      // The oldest come first.
      if (clock.now() - at < GRACE) return
      createdAt.delete(id)
    }
  }
  return {
    add: (id) => {
      forget()
      createdAt.set(id, clock.now())
    },
    has: (id) => {
      forget()
      return createdAt.has(id)
    },
  }
}
