import type { Client } from 'openapi-fetch'
import type { JsonApi } from './api.js'
import type { ApiVersion, ApiVersions } from '../../generated/versions.js'
import type {
  CompletedExport,
  CreateAttributes,
  Export,
  ExportPage,
  ExportType,
  ListQuery,
  UpdateAttributes,
} from '../api/types.js'
import type { RequestOptions } from './options.js'
import type { WaitOptions } from './wait-until-completed.js'

/**
 * The part of a client that needs web standards only.
 *
 * Every method rejects with an `ExportsError`. Your own abort reason is rethrown as it is.
 */
export interface JsonClient<V extends ApiVersion> {
  readonly apiVersion: V
  /** Origin of the API. */
  readonly origin: string

  /**
   * Creates an export: requests the file with the calls of a period.
   *
   * Creating is not idempotent, so the request is retried only when it certainly was not carried out.
   *
   * @throws {ValidationError} when the API refuses a filter; `fieldErrors` says where.
   * @throws {AmbiguousCreateError} when the outcome is unknown; `candidates` are the exports that could be the one.
   * @throws {VersionMismatchError} when another version answered; `export` was created nevertheless.
   * @example
   * const created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
   */
  readonly create: <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options?: RequestOptions,
  ) => Promise<Export<V, T>>

  /**
   * Retrieves one export. A replica may not know an export yet that this client has just created, so a 404 for it is
   * retried for up to 30 s.
   *
   * @param id - Export id, as returned by `create()`.
   * @throws {ConfigurationError} when the id is not a UUID; nothing is sent.
   * @throws {NotFoundError} when there is no such export, or no longer: exports are deleted one month after their
   * completion.
   * @example
   * const one = await didww.retrieve('33bdfff7-4de3-4c58-8c90-b99930fb984a')
   */
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<Export<V>>

  /**
   * Retrieves one page of exports; 50 on a page by default.
   *
   * @example
   * const { data, meta } = await didww.list({ sort: '-created_at', page: { number: 1, size: 50 } })
   */
  readonly list: (query?: ListQuery<V>, options?: RequestOptions) => Promise<ExportPage<V>>

  /**
   * Iterates over all exports, page by page, each once. Leaving the loop stops the requests.
   *
   * Exports that come and go meanwhile shift the others between pages, so pages overlap. What is there from the first
   * request to the last is not missed, as long as its place in the order stays: sort by what neither changes nor is the
   * same for two. What comes or goes meanwhile may be left out. `page.number` says where to begin; a `page.size` below 20
   * holds for the first page only.
   *
   * @throws {ProtocolError} `unexpected_shape`, when the list does not end: after 10,000 pages, or 20 without anything new.
   *
   * @example
   * for await (const one of didww.listAll({ sort: '-created_at' })) console.log(one.id)
   */
  readonly listAll: (query?: ListQuery<V>, options?: RequestOptions) => AsyncIterableIterator<Export<V>>

  /**
   * Waits until the export is completed, polling with growing pauses.
   *
   * The first request is sent at once.
   *
   * @param id - Export id, as returned by `create()`.
   * @throws {WaitTimeoutError} after `maxWait`; `error.lastExport` is the last answer seen.
   * @example
   * const done = await didww.waitUntilCompleted(id, { maxWait: 600_000 })
   */
  readonly waitUntilCompleted: (id: string, options?: WaitOptions<V>) => Promise<CompletedExport<V>>

  /**
   * The openapi-fetch client over the same `fetch`: refusals are values, every documented parameter is there, and the
   * JSON:API envelope stays on. Middleware added here affects only `raw`.
   *
   * @example
   * const { data, error, response } = await didww.raw.GET('/v3/exports', { params: { query: { fields: { exports: 'status' } } } })
   */
  readonly raw: Client<ApiVersions[V]['paths'], JsonApi>
}

/** The part of a client for versions in which exports can be changed. */
export interface Updating<V extends ApiVersion> {
  /**
   * Sets or clears the reference of an export, the only attribute that can be changed.
   *
   * @param id - Export id, as returned by `create()`.
   * @throws {NotFoundError} when there is no such export, or no longer.
   * @throws {ValidationError} when the reference is too long.
   * @example
   * const one = await didww.update(id, { external_reference_id: 'march' })
   */
  readonly update: (id: string, attributes: UpdateAttributes<V>, options?: RequestOptions) => Promise<Export<V>>
}
