import { join } from 'node:path'
import type { ApiVersion, CompletedExport, CreateAttributes, ExportRecord, ExportType } from '../../api/types.js'
import type { RequestOptions } from '../../client/options.js'
import type { Settings } from '../../client/settings.js'
import { createTemporaryFolder } from '../../disk/temporary-folder.js'
import type { DownloadOptions } from '../../files/download.js'
import { decodeRecords } from '../../records/decode-records.js'
import { lazyRecords, type Records } from '../../records/records.js'
import type { PullClient, StepClient } from '../machine/context.js'
import { unitOf } from '../units/unit-of.js'
import { type PullOptions, pullUnit } from './pull-unit.js'

/** How to pull records. */
export interface PullRecordsOptions extends Omit<PullOptions, 'format'>, RequestOptions {
  /**
   * Directory that keeps what was pulled, so that another run can go on from there.
   * @default a temporary one that is removed when the loop ends
   */
  readonly dir?: string | undefined
}

/** How to download the file of an export before its records are read. */
export type RecordsOptions = Omit<DownloadOptions, 'to' | 'overwrite' | 'follow'>

type Client<V extends ApiVersion> = Pick<StepClient<V>, 'apiVersion' | 'download'>

/** The records of a pull. No request is sent before the first one is read. */
export const pullRecords =
  <V extends ApiVersion>(client: Client<V> & PullClient, { clock, random }: Settings<V>) =>
  <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options: PullRecordsOptions = {},
  ): Records<ExportRecord<V, T>> => {
    const { apiVersion } = client
    const { export_type: exportType, filters, ...extraAttributes } = attributes as { export_type: T; filters?: unknown }
    return lazyRecords(options.signal, async () => {
      const unit = unitOf(apiVersion, options.account ?? 'default', attributes)
      const { dir: given, timeout, totalTimeout, maxRetries, headers, ...rest } = options
      const { path: dir, remove } =
        given === undefined ? await createTemporaryFolder() : { path: given, remove: undefined }
      try {
        const configured = withRequestOptions(client, { timeout, totalTimeout, maxRetries, headers })
        const request = { client: configured, clock, random, dir, unit, extraAttributes, options: rest }
        const { path } = await pullUnit(request)
        return { records: decodeRecords(join(dir, path), { apiVersion, exportType }), close: remove }
      } catch (error) {
        await remove?.()
        throw error
      }
    })
  }

/** The records of a completed export, read from a verified file in a temporary directory. */
export const exportRecords =
  <V extends ApiVersion>(client: Client<V>) =>
  <T extends ExportType<V>>(done: CompletedExport<V, T>, options: RecordsOptions = {}): Records<ExportRecord<V, T>> => {
    const { apiVersion } = client
    const { export_type: exportType } = done as unknown as { export_type: T }
    return lazyRecords(options.signal, async () => {
      const { path: dir, remove } = await createTemporaryFolder()
      try {
        const { path } = await client.download(done, { ...options, to: join(dir, 'cdrs.csv.gz') })
        return { records: decodeRecords(path, { apiVersion, exportType }), close: remove }
      } catch (error) {
        await remove()
        throw error
      }
    })
  }

/** The same client, with options for each of its requests. */
const withRequestOptions = (client: PullClient, given: RequestOptions): PullClient => {
  const { create, retrieve, list, download } = client as StepClient
  const own: Pick<StepClient, 'create' | 'retrieve' | 'list' | 'download'> = {
    create: (attributes, options) => create(attributes, { ...given, ...options }),
    retrieve: (id, options) => retrieve(id, { ...given, ...options }),
    list: (query, options) => list(query, { ...given, ...options }),
    download: (done, options) => download(done, { ...given, ...options }),
  }
  return { ...client, ...own }
}
