import type { DuckDBConnection } from '@duckdb/node-api'
import { open, stat, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openPart } from '../disk/part-file.js'
import { sha256Of } from '../disk/read-file.js'
import { onDisk } from '../disk/storage.js'
import { withTemporaryFolder } from '../disk/temporary-folder.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { StorageError } from '../errors/storage-error.js'
import type { Conversion, Output } from './conversion.js'
import { decodeBatches, type Expectation } from './decode-batches.js'
import { csvSource, csvValues, literal, type LocalColumn, localTimeValue, PIECES, TOO_PRECISE } from './duckdb-sql.js'
import { withDuckdb } from './duckdb.js'
import { expectationOf } from './expectation.js'
import type { AnyColumn, FileColumn } from './header.js'
import { inflate } from './inflate.js'
import { openSource } from './record-source.js'
import type { RowGroup } from './row-group.js'
import type { RowSink } from './row-sink.js'

/**
 * Writes the rows of a file as Parquet, by DuckDB: times as timestamps, durations as integers, amounts as decimals with
 * eight digits after the point, the rest as text. DuckDB's reader is more forgiving than ours, so the file must have
 * been checked by ours before.
 *
 * @param path - A `.csv.gz` or `.csv` file.
 * @param local - A column to add, with the start of a call for the clocks of a zone.
 * @throws {ConfigurationError} `missing_peer`, when DuckDB is not installed.
 * @throws {RecordFormatError} `invalid_value`, with line and column, when an amount has more digits than Parquet keeps.
 */
export const writeParquet = async (
  path: string,
  to: string,
  { apiVersion, exportType, signal, local }: Omit<Conversion, 'onRows'> & { readonly local?: LocalColumn | undefined },
  overwrite = true,
): Promise<Output> => {
  const expected = expectationOf({ apiVersion, exportType })
  const header = await headerOf(path, expected)
  const part = await openPart(to, overwrite)
  try {
    await withPlainName(path, (from) =>
      withDuckdb(signal, (connection) =>
        inPieces(connection, (pieces) =>
          connection.run(copyToParquet({ from, to: part.path, pieces }, header, expected.columns, local)),
        ).catch((error: unknown) => explain(error, path, expected)),
      ),
    )
    const { size } = await onDisk('read', part.path, () => stat(part.path))
    const sha256 = await sha256Of(part.path)
    await part.commit()
    return { bytes: size, sha256 }
  } catch (error) {
    await part.discard()
    throw error
  }
}

/**
 * Gives the file a name without characters that DuckDB reads as a pattern, and with the ending that says whether it is
 * compressed.
 */
const withPlainName = <T>(path: string, use: (plain: string) => Promise<T>): Promise<T> =>
  withTemporaryFolder(async (folder) => {
    const plain = join(folder, (await isGzip(path)) ? 'calls.csv.gz' : 'calls.csv')
    await onDisk('create', plain, () => symlink(resolve(path), plain))
    return use(plain)
  })

const isGzip = async (path: string): Promise<boolean> => {
  const file = await onDisk('read', path, () => open(path))
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.readUInt16BE(0) === 0x1f8b
  } finally {
    await file.close()
  }
}

/** Reads a file in the way that needs the least memory, and in the next one where DuckDB gives up at a row in quotes. */
const inPieces = async <T>(
  connection: DuckDBConnection,
  read: (pieces: readonly string[]) => Promise<T>,
): Promise<T> => {
  for (const pieces of [PIECES.alone, PIECES.strict]) {
    try {
      return await read(pieces)
    } catch (error) {
      if (!/Parallel CSV Reader|invalid state/.test((error as Error).message)) throw error
    }
  }
  await connection.run('RESET memory_limit')
  return read(PIECES.one)
}

const explain = async (error: unknown, path: string, expected: Expectation): Promise<never> => {
  const { message } = error as Error
  if (message.includes(TOO_PRECISE) || /Conversion Error.*DECIMAL/.test(message)) {
    const at = await findTooPrecise(path, expected)
    throw new RecordFormatError(
      'invalid_value',
      `${at ? `Line ${at.line}: ${at.column}` : 'An amount'} has more digits than Parquet keeps: ten before the point, eight after it`,
      {
        ...at,
        cause: error,
        hint: 'NDJSON and CSV keep it as it is.',
      },
    )
  }
  if (message.includes('CSV Error on Line')) {
    throw new RecordFormatError('invalid_value', 'DuckDB reads a row of this file differently', {
      cause: error,
      hint: 'A lone carriage return in a cell causes that. NDJSON and CSV keep the row as it is.',
    })
  }
  if (message.includes('No space left on device')) {
    throw new StorageError('ENOSPC', 'Cannot write Parquet: ENOSPC', {
      cause: error,
      hint: 'The disk is full: make room and run again.',
    })
  }
  throw error
}

/** Rows in a row group. More rows make a smaller file but need more memory. */
const ROW_GROUP = 20_480

/** Copies a CSV file into Parquet: every column is read as text and cast, as the decoder does it. */
const copyToParquet = (
  { from, to, pieces }: { readonly from: string; readonly to: string; readonly pieces: readonly string[] },
  header: readonly FileColumn[],
  columns: readonly AnyColumn[],
  local: LocalColumn | undefined,
): string => {
  const values = [...csvValues(header, columns), ...(local ? [localTimeOf(local, header)] : [])]
  return (
    `COPY (SELECT ${values.join(', ')} FROM ${csvSource(literal(from), header, pieces)}) TO ${literal(to)} ` +
    `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, USE_TMP_FILE false)`
  )
}

const localTimeOf = (local: LocalColumn, header: readonly FileColumn[]): string => {
  const index = header.findIndex(({ property }) => property === local.property)
  return localTimeValue(index < 0 ? 'NULL' : `c${index}`, local)
}

/** A sink that has something at once, so that reading stops after the first piece. */
const FIRST: RowSink<true> = { add: () => undefined, take: () => true }

/** The columns of a file, by its header. */
export const headerOf = async (path: string, expected: Expectation): Promise<readonly FileColumn[]> => {
  let header: readonly FileColumn[] = []
  const reading = decodeBatches(inflate(openSource(path)()), expected, (columns) => {
    header = columns
    return FIRST
  })
  await reading.next()
  await reading.return()
  return header
}

/** An amount that Parquet keeps. */
const KEPT = /^-?0*\d{0,10}(\.\d{0,8})?$/

interface Cell {
  readonly line: number
  readonly column: string
}

/** Finds the first amount with too many digits. DuckDB does not say where it stands. */
const findTooPrecise = async (path: string, expected: Expectation): Promise<Cell | undefined> => {
  const cells = decodeBatches(inflate(openSource(path)()), expected, (header) => {
    const amounts = expected.columns.flatMap(({ property, kind }, place) => {
      const column = header.find((one) => one.property === property)?.name
      return kind === 'decimal' && column !== undefined ? [{ place, column }] : []
    })
    let found: Cell | undefined
    const add = (group: RowGroup): void => {
      const amount = amounts.find(({ place }) => !KEPT.test(group.decimal(place) ?? ''))
      if (amount !== undefined) found ??= { line: group.line, column: amount.column }
    }
    return { add, take: () => found }
  })
  for await (const cell of cells) return cell
  return undefined
}
