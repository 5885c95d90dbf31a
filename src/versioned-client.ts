import type { JsonClient, Updating } from './client/client.js'
import type {
  ApiVersion,
  CompletedExport,
  CreateAttributes,
  ExportRecord,
  ExportType,
  VersionWith,
} from './client/types.js'
import type { DownloadedFile, DownloadOptions } from './files/download.js'
import type { PullRecordsOptions, RecordsOptions } from './pull/pull-records.js'
import type { Records } from './records/decode-records.js'

/**
 * A client of one dated version.
 *
 * Generic code takes this interface: `<V extends ApiVersion>(client: VersionedClient<V>) => …`. Code
 * that is to take a client of any version takes `ExportsClient`.
 */
export interface VersionedClient<V extends ApiVersion> extends JsonClient<V> {
  /**
   * Brings the file of a completed export to disk: raw bytes into a `.part` beside it, verified to the
   * gzip trailer, then renamed, mode 0600. Under the final name there is a whole file or none.
   *
   * The key goes to the API's own origin only. Lost connections and damage on the way are tried again,
   * a full disk is not.
   *
   * @throws {ConfigurationError} `file_exists`, without `overwrite`; nothing is sent.
   * @throws {NotFoundError} `expired`, when the file is past its month.
   * @throws {DownloadError} when the file is cut, damaged or no gzip.
   * @throws {StorageError} when the disk is full or may not be written.
   * @example
   * const file = await didww.download(done, { to: 'cdrs.csv.gz' })
   */
  readonly download: (done: Pick<CompletedExport<V>, 'id' | 'url'>, options: DownloadOptions) => Promise<DownloadedFile>

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
