import { copyFile, link, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ApiVersion, ExportType } from '../client/types.js'
import { openPart, syncFolder } from '../files/part-file.js'
import { createFolderOf, onDisk } from '../files/storage.js'
import { decodeRecords } from '../records/decode-records.js'
import { toNdjson } from '../records/to-ndjson.js'
import type { PullFormat } from './manifest.js'

/** A file that was downloaded, and what is to become of it. */
export interface Spooled<V extends ApiVersion, T extends ExportType<V>> {
  readonly path: string
  readonly sha256: string
  readonly apiVersion: V
  readonly exportType: T
  readonly onRows: (rows: number) => void
  readonly signal: AbortSignal | undefined
}

/** What stands under the final name. */
export interface Committed {
  readonly bytes: number
  readonly sha256: string
  readonly rows: number
  readonly unknown_columns: readonly string[]
}

/**
 * Puts a downloaded file under its final name in the form that was asked for. Every row is read before,
 * so that nothing that cannot be read is vouched for; a failure leaves the final name as it was.
 */
export const commit = async <V extends ApiVersion, T extends ExportType<V>>(
  spooled: Spooled<V, T>,
  target: string,
  format: PullFormat,
): Promise<Committed> => {
  await createFolderOf(target)
  return format === 'ndjson' ? convert(spooled, target) : keep(spooled, target)
}

const decoded = <V extends ApiVersion, T extends ExportType<V>>({ path, apiVersion, exportType }: Spooled<V, T>) => {
  let unknown: readonly string[] = []
  const onUnknownColumns = (names: readonly string[]): void => {
    unknown = names
  }
  const records = decodeRecords(path, { apiVersion, exportType, onUnknownColumns })
  return { batches: records.batches(), unknownColumns: () => unknown }
}

/** A second name for the same bytes, taken at once; the spool stays until the manifest vouches for them. */
const putUnder = async (target: string, path: string): Promise<void> => {
  const part = `${target}.part`
  await rm(part, { force: true })
  await link(path, part).catch(() => copyFile(path, part))
  await rename(part, target)
}

const keep = async <V extends ApiVersion, T extends ExportType<V>>(
  spooled: Spooled<V, T>,
  target: string,
): Promise<Committed> => {
  const { batches, unknownColumns } = decoded(spooled)
  let rows = 0
  for await (const batch of batches) {
    spooled.onRows((rows += batch.length))
    spooled.signal?.throwIfAborted()
  }
  const { size } = await onDisk('read', spooled.path, () => stat(spooled.path))
  await onDisk('write', target, () => putUnder(target, spooled.path))
  await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
  return { bytes: size, sha256: spooled.sha256, rows, unknown_columns: unknownColumns() }
}

const convert = async <V extends ApiVersion, T extends ExportType<V>>(
  spooled: Spooled<V, T>,
  target: string,
): Promise<Committed> => {
  const { batches, unknownColumns } = decoded(spooled)
  const part = await openPart(target, true)
  let rows = 0
  try {
    for await (const batch of batches) {
      await part.write(Buffer.from(toNdjson(batch)))
      spooled.onRows((rows += batch.length))
      spooled.signal?.throwIfAborted()
    }
    await part.commit()
  } catch (error) {
    await part.discard()
    throw error
  }
  return { bytes: part.bytes, sha256: part.digest(), rows, unknown_columns: unknownColumns() }
}
