import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiVersion } from '../../generated/versions.js'
import type { VersionedClient } from '../versioned-client.js'
import type { RequestOptions } from '../client/options.js'
import type { Settings } from '../client/settings.js'
import type { CompletedExport, CreateAttributes, ExportRecord, ExportType } from '../client/types.js'
import type { DownloadOptions } from '../files/download.js'
import { onDisk } from '../files/storage.js'
import { decodeRecords, type Records } from '../records/decode-records.js'
import { lazyRecords } from '../records/lazy-records.js'
import type { PullClient } from './advance-context.js'
import { pullUnit } from './pull.js'
import type { PullOptions } from './pull-options.js'
import { without } from './without.js'
import { unitOf } from './unit-of.js'
import { withRequestOptions } from './with-request-options.js'

/** How to pull records. */
export interface PullRecordsOptions extends Omit<PullOptions, 'format'>, RequestOptions {
  /**
   * The directory that remembers what was pulled and goes on where a run has ended.
   * @default a temporary one, removed when the loop ends
   */
  readonly dir?: string | undefined
}

/** How to bring the file of an export before its records are read. */
export type RecordsOptions = Omit<DownloadOptions, 'to' | 'overwrite' | 'follow'>

type Client<V extends ApiVersion> = Pick<VersionedClient<V>, 'apiVersion' | 'download'>

const withFolder = async (): Promise<{ dir: string; remove: () => Promise<void> }> => {
  const dir = await onDisk('create', tmpdir(), () => mkdtemp(join(tmpdir(), 'didww-exports-')))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** The records of a pull: nothing is sent before the first one is asked for. */
export const pullRecords =
  <V extends ApiVersion>(client: Client<V> & PullClient, { clock, random }: Settings<V>) =>
  <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options: PullRecordsOptions = {},
  ): Records<ExportRecord<V, T>> => {
    const { apiVersion } = client
    const { export_type: exportType } = attributes as { export_type: T }
    const extra = without(attributes, 'export_type', 'filters')
    return lazyRecords(options.signal, async () => {
      const unit = unitOf(apiVersion, options.account ?? 'default', attributes)
      const { dir, remove } = options.dir === undefined ? await withFolder() : { dir: options.dir, remove: undefined }
      try {
        const { timeout, totalTimeout, maxRetries, headers } = options
        const asking = withRequestOptions(client, { timeout, totalTimeout, maxRetries, headers })
        const rest = without(options, 'dir', 'timeout', 'totalTimeout', 'maxRetries', 'headers')
        const { path } = await pullUnit({ client: asking, clock, random, dir, unit, extra, options: rest })
        return { records: decodeRecords(join(dir, path), { apiVersion, exportType }), close: remove }
      } catch (error) {
        await remove?.()
        throw error
      }
    })
  }

/** The records of a completed export, from a verified file in a temporary folder. */
export const exportRecords =
  <V extends ApiVersion>(client: Client<V>) =>
  <T extends ExportType<V>>(done: CompletedExport<V, T>, options: RecordsOptions = {}): Records<ExportRecord<V, T>> => {
    const { apiVersion } = client
    const { export_type: exportType } = done as unknown as { export_type: T }
    return lazyRecords(options.signal, async () => {
      const { dir, remove } = await withFolder()
      try {
        const { path } = await client.download(done, { ...options, to: join(dir, 'cdrs.csv.gz') })
        return { records: decodeRecords(path, { apiVersion, exportType }), close: remove }
      } catch (error) {
        await remove()
        throw error
      }
    })
  }
