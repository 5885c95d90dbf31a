import { readFile } from '../disk/read-file.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { columnsOf } from './columns-of.js'
import { decodeRecords } from './decode-records.js'
import { openDuckdb, withDuckdb } from './duckdb.js'
import { name, pathLiteral } from './duckdb-sql.js'
import type { DecodeOptions } from './records.js'
import type { ApiVersion, ExportType } from '../api/types.js'

/** A file of calls, and what is in it. */
export interface CallFile {
  readonly path: string
  readonly format: 'csv' | 'ndjson' | 'parquet'
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  /** The account that it was pulled for, where a directory says so. */
  readonly account?: string | undefined
  /** The key of its unit, where a directory says so. */
  readonly key?: string | undefined
}

/** How a file of a directory is read, by the format that the directory keeps. */
export const readAs = (format: 'csv.gz' | 'ndjson' | 'parquet'): CallFile['format'] =>
  format === 'csv.gz' ? 'csv' : format

/** How a CSV file is read. */
export type Reading = Omit<DecodeOptions<ApiVersion, ExportType<ApiVersion>>, 'apiVersion' | 'exportType'>

/** The records of a file, in batches, whatever its format. */
export const recordsIn = (
  file: CallFile,
  signal: AbortSignal | undefined,
  reading: Reading = {},
): AsyncIterable<Record<string, unknown>[]> => {
  if (file.format === 'ndjson') return ndjsonRecords(file.path)
  if (file.format === 'parquet') return parquetRecords(file, signal)
  const { apiVersion, exportType } = file
  return decodeRecords(file.path, { apiVersion, exportType, ...reading }).batches() as AsyncIterable<
    object[]
  > as AsyncIterable<Record<string, unknown>[]>
}

/** The names of the members of the first record; none when there is no record. */
export const firstNames = async (path: string, format: 'ndjson' | 'parquet'): Promise<readonly string[]> => {
  if (format === 'parquet') return withDuckdb(undefined, (connection) => describe(connection, path))
  for await (const [first] of ndjsonRecords(path)) return Object.keys(first ?? {})
  return []
}

/** Lines of JSON, a record each. */
async function* ndjsonRecords(path: string): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let line = 0
  const parsed = (text: string): Record<string, unknown> => {
    line += 1
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
    } catch {
      // Told below.
    }
    throw new RecordFormatError('invalid_value', `Line ${line} is not an object in JSON`, { line })
  }
  for await (const piece of readFile(path)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) yield lines.map(parsed)
  }
  rest += decoder.decode()
  if (rest !== '') yield [parsed(rest)]
}

/** The folders of a pull are no columns. */
const parquetAt = (path: string): string => `read_parquet(${pathLiteral(path)}, hive_partitioning = false)`

type Connection = Parameters<Parameters<typeof withDuckdb>[1]>[0]

const describe = async (connection: Connection, path: string): Promise<string[]> => {
  const result = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${parquetAt(path)}`)
  return result.getRows().map(([column]) => column as string)
}

/** Rows of a Parquet file that this package wrote, as they were before: times in ISO 8601, amounts as text. */
async function* parquetRecords(
  { path, apiVersion, exportType }: CallFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  const columns = columnsOf(apiVersion, exportType)
  const values = columns.map(({ property, kind }) => {
    if (kind === 'timestamp') return `strftime(${name(property)}, '%Y-%m-%dT%H:%M:%SZ')`
    return kind === 'integer' ? name(property) : `${name(property)}::VARCHAR`
  })
  using database = await openDuckdb(signal)
  const hasOther = (await describe(database.connection, path)).includes('other')
  const keys = hasOther ? ['map_keys(other)', 'map_values(other)'] : []
  const result = await database.connection.stream(`SELECT ${[...values, ...keys].join(', ')} FROM ${parquetAt(path)}`)
  const recordOf = (row: readonly unknown[]): Record<string, unknown> => {
    const cells = columns.map(({ property, kind }, at) => {
      const cell = row[at] ?? null
      return [property, kind === 'integer' && cell !== null ? Number(cell) : cell]
    })
    const other = hasOther ? [['other', otherOf(row[columns.length], row[columns.length + 1])]] : []
    return Object.fromEntries([...cells, ...other]) as Record<string, unknown>
  }
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    signal?.throwIfAborted()
    yield chunk.getRows().map(recordOf)
  }
}

const otherOf = (keys: unknown, values: unknown): Record<string, unknown> => {
  const items = (list: unknown): readonly unknown[] => (list as { items?: readonly unknown[] } | null)?.items ?? []
  return Object.fromEntries(items(keys).map((key, at) => [String(key), items(values)[at] ?? null]))
}
