import type { DefaultVersion } from '../generated/versions.js'
import type {
  ApiVersion,
  CompletedExport,
  CreateAttributes,
  ExportRecord,
  ExportType,
  VersionWith,
} from './api/types.js'
import { createClientCore } from './client/client-core.js'
import type { JsonClient, Updating } from './client/client.js'
import type { ClientOptions } from './client/options.js'
import { downloadExport, type Downloading } from './files/download-export.js'
import {
  exportRecords,
  type PeriodSelection,
  pullRecords,
  type PullRecordsOptions,
  type RecordsOptions,
} from './pull/run/pull-records.js'
import type { Records } from './records/records.js'

/**
 * A client of one dated version.
 *
 * For generic code: `<V extends ApiVersion>(client: VersionedClient<V>) => …`. For a client of any version use
 * `ExportsClient`.
 */
export interface VersionedClient<V extends ApiVersion> extends JsonClient<V>, Downloading<V> {
  /**
   * The typed records of a completed export. The file is first downloaded to a temporary folder and verified, so that
   * no record comes from a damaged file. The folder is removed when the loop ends.
   *
   * @throws from the loop: what `download()` throws, and {RecordFormatError} when the file does not have the form of
   * its version and type.
   * @example
   * for await (const call of didww.records(done)) console.log(call.date_time_start_utc)
   * for await (const batch of didww.records(done).batches()) await insert(batch)
   */
  readonly records: <T extends ExportType<V>>(
    done: CompletedExport<V, T>,
    options?: RecordsOptions,
  ) => Records<ExportRecord<V, T>>

  /**
   * From filters, or a period, to typed records: creates the export, waits, downloads, verifies and decodes. With `dir`,
   * a run that was killed resumes, and a run that is done makes no request. A period that may still get calls is pulled
   * again.
   *
   * A `period` is the same in every version, and may be one of a time zone. Where the API takes months and days only,
   * several exports may be needed, and the calls that start in the period are taken out of their files.
   *
   * @throws {PeriodError} when the period is outside the window or in the future; `unknown_time_zone`, `no_such_time`,
   * `ambiguous_time`. Nothing is sent.
   * @throws {OverlapError} when `dir` has another unit with the same calls. Nothing is sent.
   * @example
   * const filters = { year: '2026', month: '10' }
   * for await (const call of didww.pull({ export_type: 'cdr_in', filters }, { dir: 'cdrs' })) console.log(call.did)
   *
   * const october = { export_type: 'cdr_in', period: '2026-10', did: '380441234567' } as const
   * for await (const call of didww.pull(october, { dir: 'cdrs', timeZone: 'Europe/Kyiv' })) console.log(call.did)
   */
  readonly pull: <T extends ExportType<V>>(
    attributes: (CreateAttributes<V, T> & { period?: undefined }) | PeriodSelection<V, T>,
    options?: PullRecordsOptions,
  ) => Records<ExportRecord<V, T>>
}

/** A client of a version in which exports can be changed. */
export interface UpdatingClient<V extends VersionWith<'update'>> extends VersionedClient<V>, Updating<V> {}

/** A client. Without a type parameter it is the union of the clients of all versions. */
export type ExportsClient<V extends ApiVersion = ApiVersion> =
  V extends VersionWith<'update'> ? UpdatingClient<V> : V extends ApiVersion ? VersionedClient<V> : never

/** A client whose version is known only at run time; filters and methods are then checked at run time too. */
export type AnyClient = VersionedClient<ApiVersion> & Partial<Updating<ApiVersion>>

/**
 * Makes a client of `/v3/exports`. `apiVersion` decides its types: export types, filters, methods, statuses.
 *
 * The key is sent to the API's own origin only. Up to three redirects are followed, for a GET and within that origin.
 *
 * @throws {ConfigurationError} when the key is missing or an option is invalid.
 * @example
 * const didww = createExportsClient({ apiKey: process.env.DIDWW_API_KEY })
 * const created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
 * const done = await didww.waitUntilCompleted(created.id)
 */
export function createExportsClient<V extends ApiVersion | undefined = undefined>(
  options?: ClientOptions<V>,
): ExportsClient<V extends ApiVersion ? V : DefaultVersion>
export function createExportsClient(options: ClientOptions = {}): AnyClient {
  return createAnyClient(options)
}

/** Makes a client of a version that is known only at run time. */
export const createAnyClient = (options: ClientOptions): AnyClient => {
  const { client: core, settings } = createClientCore(options)
  const client = { ...core, download: downloadExport(settings) }
  return { ...client, records: exportRecords(client), pull: pullRecords(client, settings) }
}
