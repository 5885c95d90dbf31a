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
 * Every method rejects with an `ExportsError`; a caller's abort is rethrown as it came.
 */
export interface JsonClient<V extends ApiVersion> {
  readonly apiVersion: V
  /** Origin of the API it talks to. */
  readonly origin: string

  /**
   * Creates an export: orders the file of a month's, or a day's, calls.
   *
   * Creating is not idempotent, so the request is repeated only when it surely was not carried out.
   *
   * @throws {ValidationError} when the API refuses a filter; `fieldErrors` says where.
   * @throws {AmbiguousCreateError} when it is not known whether the export was created; `candidates`
   * are the exports that can be the one.
   * @throws {VersionMismatchError} when another version answered; `export` was created nevertheless.
   * @example
   * const created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
   */
  readonly create: <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options?: RequestOptions,
  ) => Promise<Export<V, T>>

  /**
   * Asks for one export. One that this client has just created may be unknown for a moment, so a 404 for
   * it is asked again for up to 30 s.
   *
   * @param id - Export id, as returned by `create()`.
   * @throws {ConfigurationError} when the id is not a UUID; nothing is sent.
   * @throws {NotFoundError} when there is no such export, or no longer: exports are deleted one month
   * after their completion.
   * @example
   * const one = await didww.retrieve('33bdfff7-4de3-4c58-8c90-b99930fb984a')
   */
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<Export<V>>

  /**
   * Asks for one page of exports, 50 on a page unless told.
   *
   * @example
   * const { data, meta } = await didww.list({ sort: '-created_at', page: { number: 1, size: 50 } })
   */
  readonly list: (query?: ListQuery<V>, options?: RequestOptions) => Promise<ExportPage<V>>

  /**
   * Walks all exports, page by page, each once. Leaving the loop ends it.
   *
   * @example
   * for await (const one of didww.listAll({ sort: '-created_at' })) console.log(one.id)
   */
  readonly listAll: (query?: ListQuery<V>, options?: RequestOptions) => AsyncIterableIterator<Export<V>>

  /**
   * Waits until the export is completed, asking again with growing pauses.
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
   * The openapi-fetch client over the same `fetch`: values instead of exceptions for refusals, every
   * documented parameter, the JSON:API envelope left on. Middleware added here touches only `raw`.
   *
   * @example
   * const { data, error, response } = await didww.raw.GET('/v3/exports', { params: { query: { fields: { exports: 'status' } } } })
   */
  readonly raw: Client<ApiVersions[V]['paths'], JsonApi>
}

/** What a client has besides where its version can change exports. */
export interface Updating<V extends ApiVersion> {
  /**
   * Sets or clears the reference of an export; nothing else of it can be changed.
   *
   * @param id - Export id, as returned by `create()`.
   * @throws {NotFoundError} when there is no such export, or no longer.
   * @throws {ValidationError} when the reference is too long.
   * @example
   * const one = await didww.update(id, { external_reference_id: 'march' })
   */
  readonly update: (id: string, attributes: UpdateAttributes<V>, options?: RequestOptions) => Promise<Export<V>>
}
