import type { JsonClient } from './client/client.js'
import type { ApiVersion, CompletedExport } from './client/types.js'
import type { DownloadedFile, DownloadOptions } from './files/download.js'

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
}

/** A client. Without a parameter it is the union of the clients of all versions. */
export type ExportsClient<V extends ApiVersion = ApiVersion> = V extends ApiVersion ? VersionedClient<V> : never
