import { copyFile, link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../../disk/part-file.js'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import type { Follow } from '../../files/growing-file.js'
import {
  type Conversion,
  type Converted,
  type Counted,
  countRows,
  type Output,
  writeNdjson,
} from '../../records/convert-text.js'
import { writeParquet } from '../../records/parquet.js'
import type { PullFormat } from './manifest.js'

/** A downloaded file and how to convert it. */
interface Spooled extends Conversion {
  readonly path: string
  readonly sha256: string
}

/** The file with its final name. */
interface Committed extends Output, Counted {}

/**
 * Converts a downloaded file and gives it its final name. Every row is decoded before, so that an unreadable file is
 * never accepted. A failure leaves the final name as it was.
 */
export const commit = async (spooled: Spooled, target: string, format: PullFormat): Promise<Committed> => {
  await createFolderOf(target)
  const committed = await COMMITS[format](spooled, target)
  await removePrepared(spooled.path)
  return committed
}

/** Gives the same bytes a second name. The spooled file stays until the manifest has the new one. */
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

/** What was made of a file, kept beside it until it is committed. */
interface Prepared {
  /** SHA-256 of the file it was made from. */
  readonly source: string
  readonly counted: Counted
  /** The lines of JSON; other forms are made of the whole file. */
  readonly output?: Output
}

const outputOf = (spool: string): string => `${spool}.ndjson`
const noteOf = (spool: string): string => `${spool}.prepared.json`

/**
 * Decodes and converts a file while it arrives. If that fails, the commit reads the file again and reports what is
 * wrong.
 */
export const prepareBeside =
  (spool: string, format: PullFormat, conversion: Conversion): Follow =>
  async (text, digest) => {
    await removePrepared(spool)
    const made =
      format === 'ndjson'
        ? await writeNdjson(text, outputOf(spool), conversion)
        : { counted: await countRows(text, conversion) }
    const prepared: Prepared = { ...made, source: digest() }
    await writeFile(noteOf(spool), JSON.stringify(prepared), { mode: 0o600 })
  }

/** Undefined, too, when a full disk or a crash has left only the beginning of the note. */
const preparedOf = async (spool: string, source: string): Promise<Prepared | undefined> => {
  try {
    const prepared = JSON.parse(await readFile(noteOf(spool), 'utf8')) as Prepared
    return prepared.source === source ? prepared : undefined
  } catch {
    return undefined
  }
}

/** What was counted while the file arrived, if that was this very file. */
const countedOf = async (spool: string, source: string): Promise<Counted | undefined> =>
  (await preparedOf(spool, source))?.counted

/** Gives the lines that were made of this very file their final name, if they are whole. */
const takeLines = async (spool: string, source: string, target: string): Promise<Converted | undefined> => {
  const { counted, output } = (await preparedOf(spool, source)) ?? {}
  const present = await stat(outputOf(spool)).catch(() => undefined)
  if (!counted || !output || present?.size !== output.bytes) return undefined
  await onDisk('rename', target, () => rename(outputOf(spool), target))
  await onDisk('write', dirname(target), () => syncFolder(dirname(target)))
  return { counted, output }
}

/** Removes what was prepared of a file. */
export const removePrepared = async (spool: string): Promise<void> => {
  await rm(outputOf(spool), { force: true })
  await rm(noteOf(spool), { force: true })
}
