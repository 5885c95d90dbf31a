import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { openPart } from '../disk/part-file.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { parseTime, type Period } from '../periods/period.js'
import type { Output } from './conversion.js'
import { columnsAt, type FileKind, readRows } from './raw-rows.js'
import { invalidValue, raggedRow } from './row-errors.js'
import type { RowReader } from './row-reader.js'

/** Which rows of a file to keep. */
export interface Narrowing extends FileKind {
  /** The property of the time that decides. */
  readonly by: string
  readonly period: Period
  readonly signal: AbortSignal | undefined
}

/** Bytes of kept rows that are handed on together. */
const CHUNK = 65_536

/**
 * Writes a `.csv.gz` with the header of another and the rows whose time lies in a period, byte for byte as they stand.
 * The file appears only when it is whole.
 *
 * @throws {RecordFormatError} for a row without that time. The other values are not looked at.
 */
export const narrowFile = async (path: string, to: string, narrowing: Narrowing): Promise<Output> => {
  const part = await openPart(to, true)
  try {
    await pipeline(rowsWithin(path, narrowing), createGzip(), async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) await part.write(piece)
    })
    await part.commit()
  } catch (error) {
    await part.discard()
    throw error
  }
  return { bytes: part.bytes, sha256: part.digest() }
}

async function* rowsWithin(path: string, narrowing: Narrowing): AsyncGenerator<Buffer, void, undefined> {
  const { period, signal } = narrowing
  let column: TimeColumn | undefined
  for await (const reader of readRows(path)) {
    signal?.throwIfAborted()
    let kept: Buffer[] = []
    let size = 0
    while (reader.next()) {
      if (column === undefined) column = timeColumn(reader, narrowing)
      else {
        const at = timeOf(reader, column)
        if (at < period.from || at >= period.to) continue
      }
      const row = reader.rowBytes()
      kept.push(row)
      size += row.length
      if (size < CHUNK) continue
      yield Buffer.concat(kept)
      kept = []
      size = 0
    }
    if (size > 0) yield Buffer.concat(kept)
  }
  if (column === undefined) throw new RecordFormatError('empty_file', 'The file is empty: it has no header')
}

/** Where the time stands that decides. */
interface TimeColumn {
  readonly index: number
  readonly name: string
  /** Columns of the header. */
  readonly width: number
}

const timeColumn = (reader: RowReader, { by, ...kind }: Narrowing): TimeColumn => {
  const header = columnsAt(reader, kind)
  const index = header.findIndex(({ property }) => property === by)
  const column = header[index]
  if (column) return { index, name: column.name, width: header.length }
  throw new RecordFormatError('unknown_layout', 'No column of the header says when a call started', {
    line: 1,
    hint: 'Pull whole calendar months in UTC, which need not be narrowed.',
  })
}

const timeOf = (reader: RowReader, { index, name, width }: TimeColumn): number => {
  const { count, line } = reader.scanner
  if (count !== width) throw raggedRow(line, count, width)
  const text = reader.text(index)
  const at = parseTime(text)
  if (at === undefined) throw invalidValue(line, name, 'timestamp', text)
  return at
}
