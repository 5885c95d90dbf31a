import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ProtocolError } from '../errors/protocol-error.js'
import type { Call } from './call.js'
import type { RequestOptions } from './options.js'
import type { Settings } from './settings.js'
import { toExport } from './to-export.js'
import type { Export, ListQuery } from './types.js'

interface Paged {
  readonly page?: { readonly number?: number; readonly size?: number }
}

/**
 * Walks the pages by their number. A link to the next page only says that there is one, so that a
 * link can lead neither to another host nor round in circles.
 */
export const listAllExports = <V extends ApiVersion>(call: Call<V>, { apiVersion }: Settings<V>) =>
  async function* (query?: ListQuery<V>, options?: RequestOptions): AsyncGenerator<Export<V>, void, undefined> {
    const { number: first = 1, size = facts[apiVersion].maxPageSize } = (query as Paged | undefined)?.page ?? {}
    const seen = new Set<string>()
    for (let number = first, empty = 0; empty < 2; number += 1) {
      const { data, links } = await call('listExports', { query: { ...query, page: { number, size } } }, options)
      const fresh = data.filter(({ id }) => !seen.has(id))
      for (const one of fresh) {
        seen.add(one.id)
        yield toExport(one)
      }
      if (links?.next === undefined || data.length === 0) return
      empty = fresh.length === 0 ? empty + 1 : 0
    }
    throw new ProtocolError('unexpected_shape', 'The list goes on with pages that were seen before', { status: 200 })
  }
