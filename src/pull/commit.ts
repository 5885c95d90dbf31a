import { copyFile, link, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../files/part-file.js'
import { createFolderOf, onDisk } from '../files/storage.js'
import { type Conversion, countRows, type Counted, type Output, writeNdjson } from '../records/convert-text.js'
import { writeParquet } from '../records/write-parquet.js'
import type { PullFormat } from './manifest.js'
import { countedOf, removePrepared, takeLines } from './prepare.js'

/** A file that was downloaded, and what is to become of it. */
export interface Spooled extends Conversion {
  readonly path: string
  readonly sha256: string
}

/** What stands under the final name. */
export interface Committed extends Output, Counted {}

/**
 * Puts a downloaded file under its final name in the form that was asked for. Every row is read before,
 * so that nothing that cannot be read is vouched for; a failure leaves the final name as it was.
 */
export const commit = async (spooled: Spooled, target: string, format: PullFormat): Promise<Committed> => {
  await createFolderOf(target)
  const committed = await COMMITS[format](spooled, target)
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

const counted = async ({ path, sha256, ...conversion }: Spooled): Promise<Counted> =>
  (await countedOf(path, sha256)) ?? countRows(path, conversion)

const COMMITS: Readonly<Record<PullFormat, (spooled: Spooled, target: string) => Promise<Committed>>> = {
  'csv.gz': async (spooled, target) => {
    const { path, sha256 } = spooled
    const rows = await counted(spooled)
    const { size } = await onDisk('read', path, () => stat(path))
    await onDisk('write', target, () => putUnder(target, path))
    await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
    return { bytes: size, sha256, ...rows }
  },
  ndjson: async ({ path, sha256, ...conversion }, target) => {
    const taken = await takeLines(path, sha256, target)
    const { counted, output } = taken ?? (await writeNdjson(path, target, conversion))
    return { ...output, ...counted }
  },
  parquet: async (spooled, target) => {
    const rows = await counted(spooled)
    return { ...(await writeParquet(spooled.path, target, spooled)), ...rows }
  },
}
