import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Follow } from '../files/follow.js'
import { syncFolder } from '../files/part-file.js'
import { onDisk } from '../files/storage.js'
import {
  type Conversion,
  type Converted,
  countRows,
  type Counted,
  type Output,
  writeNdjson,
} from '../records/convert-text.js'
import type { PullFormat } from './manifest.js'

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
 * Reads the rows of a file while it arrives and converts them beside it. Whatever fails here is left to the commit,
 * which reads the file again and says what was wrong.
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
export const countedOf = async (spool: string, source: string): Promise<Counted | undefined> =>
  (await preparedOf(spool, source))?.counted

/** Gives the lines that were made of this very file their final name, if they are whole. */
export const takeLines = async (spool: string, source: string, target: string): Promise<Converted | undefined> => {
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
