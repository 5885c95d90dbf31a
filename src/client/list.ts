import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { Export, ExportPage, ExportType, ListQuery } from '../api/types.js'
import { ProtocolError } from '../errors/protocol-error.js'
import type { Api, ListDocument, ListParameters } from './api.js'
import type { RequestOptions } from './options.js'
import { documentOf, toExport } from './resource.js'
import type { Settings } from './settings.js'

/** One page, as the API answers it. */
export const listPage = async (
  { api, request }: Api,
  query: ListParameters,
  options?: RequestOptions,
): Promise<ListDocument> =>
  documentOf(await api.GET('/v3/exports', { params: { query }, ...request('listExports', options) }))

export const listExports =
  <V extends ApiVersion>(connection: Api) =>
  async (query: ListQuery<V> = {} as ListQuery<V>, options?: RequestOptions): Promise<ExportPage<V>> => {
    const { data, meta = {}, links = {} } = await listPage(connection, query as ListParameters, options)
    return { data: data.map((one) => toExport<V, ExportType<V>>(one)), meta, links }
  }

interface Paged {
  readonly page?: { readonly number?: number; readonly size?: number }
}

/** How often a list that keeps changing is read at most. */
const MAX_WALKS = 3
/** How many more pages than its exports fill a list may have before it counts as endless. */
const MAX_STALE = 20

/** A mark of the first page. When it is the same at the end, nothing moved. */
const markOf = ({ data, meta }: ListDocument): string => [meta?.total_records, data[0]?.id, data.at(-1)?.id].join(' ')

/**
 * Reads the pages by number. The link to the next page only says that there is one; it is not followed.
 *
 * New and deleted exports shift the others between pages. An export that is seen twice is yielded once. If the first
 * page has changed by the end, the list is read again for what was missed.
 */
export const listAllExports = <V extends ApiVersion>(connection: Api, { apiVersion, origin }: Settings<V>) =>
  async function* (query?: ListQuery<V>, options?: RequestOptions): AsyncGenerator<Export<V>, void, undefined> {
    const { number: first = 1, size = facts[apiVersion].maxPageSize } = (query as Paged | undefined)?.page ?? {}
    const hosts = [origin, ...Object.values(facts[apiVersion].servers)]
    const seen = new Set<string>()
    // A server may give fewer than requested.
    let width = 1
    const page = async (number: number): Promise<ListDocument> => {
      const document = await listPage(connection, { ...(query as ListParameters), page: { number, size } }, options)
      checkLink(document.links?.next, hosts)
      width = Math.max(width, document.data.length)
      return document
    }
    for (let walk = 1; walk <= MAX_WALKS; walk += 1) {
      let document = await page(first)
      const mark = markOf(document)
      const known = seen.size
      let number = first
      for (let pages = 1; ; pages += 1) {
        const fresh = document.data.filter(({ id }) => !seen.has(id))
        for (const one of fresh) {
          seen.add(one.id)
          yield toExport(one)
        }
        if (pages > Math.ceil(Math.max(known, seen.size) / width) + MAX_STALE) throw circular()
        if (!document.links?.next || document.data.length === 0) break
        document = await page((number += 1))
      }
      if (number === first || markOf(await page(first)) === mark) return
    }
  }

/** The link is not followed, but one to another host is not an answer of the API. */
const checkLink = (next: string | null | undefined, hosts: readonly string[]): void => {
  if (!next || (URL.canParse(next, hosts[0]) && hosts.includes(new URL(next, hosts[0]).origin))) return
  throw new ProtocolError('foreign_url', 'The link to the next page leads to another host', { status: 200 })
}

const circular = (): ProtocolError =>
  new ProtocolError('unexpected_shape', 'The list repeats its pages', { status: 200 })
