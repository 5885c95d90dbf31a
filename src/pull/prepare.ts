import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { Follow } from '../files/follow.js'
import { onDisk } from '../files/storage.js'
import { type Conversion, countRows, type Counted, writeNdjson } from '../records/convert-text.js'
import type { RecordSource } from '../records/record-source.js'
import { FORMATS, type PullFormat } from './manifest.js'

/** What was made of a file, kept beside it until it is committed. */
interface Prepared {
  /** SHA-256 of the file it was made from. */
  readonly source: string
  readonly counted: Counted
  /** The converted file; a `csv.gz` is not converted. */
  readonly output?: Output
}

interface Output {
  readonly bytes: number
  readonly sha256: string
}

const outputOf = (spool: string, format: PullFormat): string => `${spool}.${format}`
const noteOf = (spool: string): string => `${spool}.prepared.json`

/**
 * Reads the rows of a file while it arrives and converts them beside it. Whatever fails here is left to the commit,
 * which reads the file again and says what was wrong.
 */
export const prepareBeside =
  (spool: string, format: PullFormat, conversion: Conversion): Follow =>
  async (text, digest) => {
    await removePrepared(spool)
    const made = await make(text, outputOf(spool, format), format, conversion)
    const prepared: Prepared = { ...made, source: digest() }
    await writeFile(noteOf(spool), JSON.stringify(prepared), { mode: 0o600 })
  }

/** Makes of rows what a format wants beside the file itself. */
export const make = async (
  source: RecordSource,
  to: string,
  format: PullFormat,
  conversion: Conversion,
): Promise<Omit<Prepared, 'source'>> => {
  if (format === 'csv.gz') return { counted: await countRows(source, conversion) }
  const { bytes, sha256, ...counted } = await writeNdjson(source, to, conversion)
  return { counted, output: { bytes, sha256 } }
}

/** What was prepared of a file, unless it is not whole or was made of another one. */
export const preparedOf = async (
  spool: string,
  format: PullFormat,
  source: string,
): Promise<Omit<Prepared, 'source'> | undefined> => {
  const text = await readFile(noteOf(spool), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const prepared = JSON.parse(text) as Prepared
  if (prepared.source !== source) return undefined
  if (format === 'csv.gz') return prepared
  const present = await stat(outputOf(spool, format)).catch(() => undefined)
  return present?.size === prepared.output?.bytes ? prepared : undefined
}

/** Gives what was prepared its final name. */
export const takePrepared = (spool: string, format: PullFormat, target: string): Promise<void> =>
  onDisk('rename', target, () => rename(outputOf(spool, format), target))

/** Removes what was prepared of a file. */
export const removePrepared = async (spool: string): Promise<void> => {
  for (const format of FORMATS) if (format !== 'csv.gz') await rm(outputOf(spool, format), { force: true })
  await rm(noteOf(spool), { force: true })
}
