import { copyFile, link, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../files/part-file.js'
import { createFolderOf, onDisk } from '../files/storage.js'
import type { Conversion } from '../records/convert-text.js'
import type { PullFormat } from './manifest.js'
import { make, preparedOf, removePrepared, takePrepared } from './prepare.js'

/** A file that was downloaded, and what is to become of it. */
export interface Spooled extends Conversion {
  readonly path: string
  readonly sha256: string
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
export const commit = async (spooled: Spooled, target: string, format: PullFormat): Promise<Committed> => {
  await createFolderOf(target)
  const committed = await (format === 'csv.gz' ? keep(spooled, target) : convert(spooled, target, format))
  await removePrepared(spooled.path)
  return committed
}

/** A second name for the same bytes, taken at once; the spool stays until the manifest vouches for them. */
const putUnder = async (target: string, path: string): Promise<void> => {
  const part = `${target}.part`
  await rm(part, { force: true })
  await link(path, part).catch(() => copyFile(path, part))
  await rename(part, target)
}

const keep = async (spooled: Spooled, target: string): Promise<Committed> => {
  const { path, sha256 } = spooled
  const { counted } = (await preparedOf(path, 'csv.gz', sha256)) ?? (await make(path, target, 'csv.gz', spooled))
  const { size } = await onDisk('read', path, () => stat(path))
  await onDisk('write', target, () => putUnder(target, path))
  await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
  return { bytes: size, sha256, ...counted }
}

/** Takes what was converted while the file arrived, or converts it now. */
const convert = async (spooled: Spooled, target: string, format: PullFormat): Promise<Committed> => {
  const { path, sha256 } = spooled
  const prepared = await preparedOf(path, format, sha256)
  const { counted, output } = prepared ?? (await make(path, target, format, spooled))
  if (prepared) {
    await takePrepared(path, format, target)
    await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
  }
  return { bytes: output?.bytes ?? 0, sha256: output?.sha256 ?? '', ...counted }
}
