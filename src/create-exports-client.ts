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
import { exportRecords, pullRecords, type PullRecordsOptions, type RecordsOptions } from './pull/run/pull-records.js'
import type { Records } from './records/records.js'

/**
 * A client of one dated version.
 *
 * Generic code takes this interface: `<V extends ApiVersion>(client: VersionedClient<V>) => …`. Code
 * that is to take a client of any version takes `ExportsClient`.
 */
export interface VersionedClient<V extends ApiVersion> extends JsonClient<V>, Downloading<V> {
  /**
   * The calls of a completed export, typed. The file is first brought to a temporary folder and
   * verified, so no call is given that a damaged end would take back; the folder is removed with the loop.
   *
   * @throws what `download()` throws, and {RecordFormatError} when the file has not the form of its
   * version and type. Both come out of the loop.
   * @example
   * for await (const call of didww.records(done)) console.log(call.date_time_start_utc)
   * for await (const batch of didww.records(done).batches()) await insert(batch)
   */
  readonly records: <T extends ExportType<V>>(
    done: CompletedExport<V, T>,
    options?: RecordsOptions,
  ) => Records<ExportRecord<V, T>>

  /**
   * From filters to calls: creates the export, waits, downloads, verifies and decodes. With `dir` the
   * run can be killed at any time: the next one goes on from there, and one that is done makes no
   * request. A period that may still get calls is pulled anew.
   *
   * @throws {PeriodError} when the period is out of the window or in the future; nothing is sent.
   * @throws {OverlapError} when `dir` holds another unit with the same calls; nothing is sent.
   * @example
   * const filters = { year: '2026', month: '10' }
   * for await (const call of didww.pull({ export_type: 'cdr_in', filters }, { dir: 'cdrs' })) console.log(call.did)
   */
  readonly pull: <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options?: PullRecordsOptions,
  ) => Records<ExportRecord<V, T>>
}

/** A client of a version in which exports can be changed. */
export interface UpdatingClient<V extends VersionWith<'update'>> extends VersionedClient<V>, Updating<V> {}

/** A client. Without a parameter it is the union of the clients of all versions. */
export type ExportsClient<V extends ApiVersion = ApiVersion> =
  V extends VersionWith<'update'> ? UpdatingClient<V> : V extends ApiVersion ? VersionedClient<V> : never

/** A client of a version that is known only at run time, when filters and methods are checked too. */
export type AnyClient = VersionedClient<ApiVersion> & Partial<Updating<ApiVersion>>

/**
 * Makes a client of `/v3/exports`. `apiVersion` decides its types: export types, filters, methods,
 * statuses.
 *
 * The key is sent to the API's own origin only; a redirect is followed for a GET and within that origin, three times at
 * most.
 *
 * @throws {ConfigurationError} when the key is missing or an option cannot be used.
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
