import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ApiVersion, ExportType } from '../api/types.js'
import { openPart } from '../disk/part-file.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { parseTime, type Period } from '../periods/period.js'
import type { Output } from './conversion.js'
import { expectationOf } from './expectation.js'
import { readHeader } from './header.js'
import { inflate } from './inflate.js'
import { chooseLayout } from './layout.js'
import { openSource } from './record-source.js'
import { invalidValue, raggedRow } from './row-errors.js'
import { RowReader } from './row-reader.js'

/** Which rows of a file to keep. */
export interface Narrowing {
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
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
  const reader = new RowReader()
  let column: TimeColumn | undefined
  const kept = function* (): Generator<Buffer> {
    let chunk: Buffer[] = []
    let size = 0
    while (reader.next()) {
      if (column === undefined) column = timeColumn(reader, narrowing)
      else {
        const at = timeOf(reader, column)
        if (at < period.from || at >= period.to) continue
      }
      // A copy, since the next piece overwrites the buffer.
      const row = Buffer.from(reader.bytes.subarray(reader.from, reader.to))
      chunk.push(row)
      size += row.length
      if (size < CHUNK) continue
      yield Buffer.concat(chunk)
      chunk = []
      size = 0
    }
    if (size > 0) yield Buffer.concat(chunk)
  }
  for await (const piece of inflate(openSource(path)())) {
    signal?.throwIfAborted()
    reader.add(piece)
    yield* kept()
  }
  reader.finish()
  yield* kept()
  reader.end()
  if (column === undefined) throw new RecordFormatError('empty_file', 'The file is empty: it has no header')
}

/** Where the time stands that decides. */
interface TimeColumn {
  readonly index: number
  readonly name: string
  /** Columns of the header. */
  readonly width: number
}

const timeColumn = (reader: RowReader, { apiVersion, exportType, by }: Narrowing): TimeColumn => {
  const { claim, columns } = expectationOf({ apiVersion, exportType })
  const names = Array.from({ length: reader.scanner.count }, (_, field) => reader.text(field))
  const header = readHeader(names, chooseLayout(claim, names, true), columns)
  const index = header.findIndex(({ property }) => property === by)
  if (index >= 0) return { index, name: names[index] ?? '', width: names.length }
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
