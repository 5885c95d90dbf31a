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

/** Most pages that are read: a million exports. */
const MAX_PAGES = 10_000
/** Most pages in a row without an export that was not on those before. */
const MAX_STALE = 20
/** How many exports a page repeats of those before it; so many may be deleted meanwhile without a second look. */
const OVERLAP = 5
/** Smaller pages cannot overlap. */
const MIN_SIZE = 20

/**
 * Reads the pages by number. The link to the next page only says that there is one; it is not followed.
 *
 * New and deleted exports shift the others between pages, so each page overlaps with those before it. A page without any
 * export of them shows that more were deleted than overlap: it is read again, after the pages before it.
 */
export const listAllExports = <V extends ApiVersion>(connection: Api, { apiVersion, origin }: Settings<V>) =>
  async function* (query?: ListQuery<V>, options?: RequestOptions): AsyncGenerator<Export<V>, void, undefined> {
    const { servers, maxPageSize } = facts[apiVersion]
    const hosts = [origin, ...Object.values(servers)]
    const seen = new Set<string>()
    let page = { number: 1, size: maxPageSize, ...(query as Paged | undefined)?.page }
    const start = (page.number - 1) * page.size
    let widest = Math.max(page.size, MIN_SIZE)
    let overlap = OVERLAP
    for (let pages = 1, stale = 0; ; pages += 1) {
      const { data, links } = await listPage(connection, { ...(query as ListParameters), page }, options)
      checkLink(links?.next, hosts)
      const isLast = !links?.next || data.length === 0
      // A server may give fewer than requested, or always as many: then nothing overlaps.
      if (data.length > page.size) overlap = 0
      if (!isLast && data.length !== page.size) widest = page.size = data.length
      const begin = (page.number - 1) * page.size
      const fresh = data.filter(({ id }) => !seen.has(id))
      const isTorn = overlap > 0 && begin > start && fresh.length === data.length
      if (!isTorn) {
        for (const one of fresh) {
          stale = 0
          seen.add(one.id)
          yield toExport(one)
        }
        if (isLast) return
      }
      if ((stale += 1) > MAX_STALE || pages === MAX_PAGES) throw endless(pages)
      page = pageAfter(isTorn ? begin - widest : begin + data.length, widest, overlap)
    }
  }

/**
 * The page that begins before the `end` of those before it and reaches furthest. Pages have numbers only, so its size is
 * chosen.
 */
const pageAfter = (end: number, widest: number, overlap: number): { number: number; size: number } => {
  const from = Math.max(0, end - Math.min(overlap, widest >> 2))
  let reach = 0
  let size = 1
  for (let one = widest; one > 0; one -= 1) {
    const to = from - (from % one) + one
    if (to > reach) {
      reach = to
      size = one
    }
  }
  return { number: reach / size, size }
}

/** The link is not followed, but one to another host is not an answer of the API. */
const checkLink = (next: string | null | undefined, hosts: readonly string[]): void => {
  if (!next || (URL.canParse(next, hosts[0]) && hosts.includes(new URL(next, hosts[0]).origin))) return
  throw new ProtocolError('foreign_url', 'The link to the next page leads to another host', { status: 200 })
}

const endless = (pages: number): ProtocolError =>
  new ProtocolError('unexpected_shape', `The list does not end after ${pages} pages`, { status: 200 })
