import { copyFile, link, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../../disk/part-file.js'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import type { Follow } from '../../files/growing-file.js'
import type { Conversion, Converted, Counted, Output } from '../../records/conversion.js'
import { countRows, writeNdjson } from '../../records/convert-text.js'
import { writeParquet } from '../../records/parquet.js'
import type { PullFormat } from './manifest.js'

/** A downloaded file and how to convert it. */
interface Spooled extends Conversion {
  readonly path: string
  readonly sha256: string
}

/** The file with its final name. */
interface Committed extends Output, Counted {}

/** What was made of a file while it arrived. */
interface Prepared {
  /** SHA-256 of the file it was made from. */
  readonly source: string
  readonly counted: Counted
  /** The lines of JSON; other formats are made from the whole file. */
  readonly output?: Output
}

/**
 * Turns downloaded files into files of one format.
 *
 * A file is read once: while it arrives it is verified, decoded and, as NDJSON, converted. What was made of it is
 * remembered until the commit, in memory only, so after a crash the commit reads the file again. Parquet is the
 * exception: DuckDB reads the file itself, after our decoder has checked every row.
 */
export interface Converter {
  /** Decodes a file while it arrives. If that fails, the commit reads the file again and reports what is wrong. */
  readonly follow: (spooled: string, conversion: Conversion) => Follow
  /** Gives a file its final name in this format, once every row is known to be readable. A failure changes nothing. */
  readonly commit: (spooled: Spooled, target: string) => Promise<Committed>
  /** Removes what was made of a file. */
  readonly discard: (spooled: string) => Promise<void>
}

const linesOf = (spooled: string): string => `${spooled}.ndjson`

export const createConverter = (format: PullFormat): Converter => {
  const prepared = new Map<string, Prepared>()

  const discard = async (spooled: string): Promise<void> => {
    prepared.delete(spooled)
    await rm(linesOf(spooled), { force: true })
  }
  const preparedOf = ({ path, sha256 }: Spooled): Prepared | undefined => {
    const found = prepared.get(path)
    return found?.source === sha256 ? found : undefined
  }
  const counted = async (spooled: Spooled): Promise<Counted> =>
    preparedOf(spooled)?.counted ?? countRows(spooled.path, spooled)

  const commits: Readonly<Record<PullFormat, (spooled: Spooled, target: string) => Promise<Committed>>> = {
    'csv.gz': async (spooled, target) => {
      const { path, sha256 } = spooled
      const rows = await counted(spooled)
      const { size } = await onDisk('read', path, () => stat(path))
      await onDisk('write', target, () => linkTo(target, path))
      await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
      return { bytes: size, sha256, ...rows }
    },
    ndjson: async (spooled, target) => {
      const taken = await takeLines(linesOf(spooled.path), preparedOf(spooled), target)
      const { counted, output } = taken ?? (await writeNdjson(spooled.path, target, spooled))
      return { ...output, ...counted }
    },
    parquet: async (spooled, target) => {
      const rows = await counted(spooled)
      return { ...(await writeParquet(spooled.path, target, spooled)), ...rows }
    },
  }
  return {
    follow: (spooled, conversion) => async (text, digest) => {
      await discard(spooled)
      const made =
        format === 'ndjson'
          ? await writeNdjson(text, linesOf(spooled), conversion)
          : { counted: await countRows(text, conversion) }
      prepared.set(spooled, { ...made, source: digest() })
    },
    commit: async (spooled, target) => {
      await createFolderOf(target)
      const committed = await commits[format](spooled, target)
      await discard(spooled.path)
      return committed
    },
    discard,
  }
}

/** Gives the same bytes a second name. The spooled file stays until the manifest has the new one. */
const linkTo = async (target: string, path: string): Promise<void> => {
  const part = `${target}.part`
  await rm(part, { force: true })
  await link(path, part).catch(() => copyFile(path, part))
  await rename(part, target)
}

/** Gives prepared lines their final name, if they are complete. */
const takeLines = async (
  lines: string,
  { counted, output }: Partial<Prepared> = {},
  target: string,
): Promise<Converted | undefined> => {
  const present = await stat(lines).catch(() => undefined)
  if (!counted || !output || present?.size !== output.bytes) return undefined
  await onDisk('rename', target, () => rename(lines, target))
  await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
  return { counted, output }
}
