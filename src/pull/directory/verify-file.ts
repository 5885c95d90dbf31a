import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiVersion, ExportType } from '../../api/types.js'
import { readFile, sha256Of } from '../../disk/read-file.js'
import { onDisk } from '../../disk/storage.js'
import type { Counted } from '../../records/conversion.js'
import { countRows } from '../../records/convert-text.js'
import { withDuckdb } from '../../records/duckdb.js'
import { pathLiteral } from '../../records/duckdb-sql.js'
import type { Kept } from './directory-store.js'
import { FORMATS, type ManifestEntry, pathOf, type PullFormat } from './manifest.js'

/**
 * Verifies a file of calls against the state of its unit, reading all of it: a `.csv.gz` by its SHA-256 and its rows,
 * the other formats and a `.csv.gz` that was narrowed by the number of their rows.
 *
 * @returns what the manifest can say of it, or in words why it cannot.
 * @throws {ConfigurationError} `missing_peer`, when a Parquet file needs DuckDB.
 */
export const verifyFile = async (
  dir: string,
  { fence, state }: Kept,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ManifestEntry | string> => {
  const file = join(dir, path)
  const { unit, generation, api_version, export_id = '', sha256: source_sha256, rows, narrowed_by } = state
  const format = FORMATS.find((one) => path === pathOf(unit, state.key, one))
  if (format === undefined) return 'its name is not that of its unit'
  if (source_sha256 === undefined || rows === undefined) return 'its unit does not say what was loaded'
  const sha256 = await sha256Of(file)
  if (format === 'csv.gz' && narrowed_by === undefined && sha256 !== source_sha256)
    return 'its SHA-256 is not that of what was downloaded'
  let counted: Counted
  try {
    counted = await COUNTS[format](file, state, signal)
  } catch (error) {
    signal?.throwIfAborted()
    if ((error as { code?: unknown }).code === 'missing_peer') throw error
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
  if (counted.rows !== rows) return `it has ${counted.rows} calls, but ${rows} were loaded`
  const { size: bytes, mtime } = await onDisk('read', file, () => stat(file))
  const provisional = state.step === 'provisional'
  const pulled_at = mtime.toISOString()
  const source = { source_sha256, ...(narrowed_by !== undefined && { narrowed_by }) }
  const loaded = { unit, generation, ...source, ...counted, provisional, api_version, export_id, pulled_at }
  return { ...loaded, path, format, bytes, sha256, fence }
}

/** Which calls a file should have. */
type Held = Pick<ManifestEntry, 'unit' | 'api_version'>

type Count = (path: string, held: Held, signal: AbortSignal | undefined) => Promise<Counted>

const countCsv: Count = (path, { api_version, unit }, signal) =>
  countRows(path, {
    apiVersion: api_version,
    exportType: unit.export_type as ExportType<ApiVersion>,
    onRows: () => undefined,
    signal,
  })

const countLines: Count = async (path, _held, signal) => {
  let rows = 0
  const unknown = new Set<string>()
  for await (const line of linesOf(readFile(path))) {
    signal?.throwIfAborted()
    const { other } = JSON.parse(line) as { other?: object }
    for (const name of Object.keys(other ?? {})) unknown.add(name)
    rows += 1
  }
  return { rows, unknown_columns: [...unknown] }
}

/** The lines of a text. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

const countParquet: Count = (path, _held, signal) =>
  withDuckdb(signal, async (connection) => {
    const valuesOf = async (sql: string): Promise<unknown[]> =>
      (await connection.runAndReadAll(sql)).getRowsJson().map(([value]) => value)
    const calls = `read_parquet(${pathLiteral(path)}, hive_partitioning = false) calls`
    // As text, so that every column is read.
    const [rows] = await valuesOf(`SELECT count(calls::VARCHAR) FROM ${calls}`)
    const hasUnknown = (await valuesOf(`DESCRIBE SELECT * FROM ${calls}`)).includes('other')
    const unknown = hasUnknown ? await valuesOf(`SELECT DISTINCT unnest(map_keys(other)) FROM ${calls}`) : []
    return { rows: Number(rows), unknown_columns: unknown.map(String) }
  })

const COUNTS: Readonly<Record<PullFormat, Count>> = { 'csv.gz': countCsv, ndjson: countLines, parquet: countParquet }

/**
 * Reads a file again that the manifest vouches for: its size, its SHA-256, and every row of it.
 *
 * @returns undefined when all is as the manifest says, else what is wrong, in words.
 * @throws {ConfigurationError} `missing_peer`, when a Parquet file needs DuckDB.
 */
export const problemOf = async (
  dir: string,
  entry: ManifestEntry,
  signal: AbortSignal | undefined,
): Promise<{ readonly kind: 'missing' | 'changed' | 'unreadable'; readonly note: string } | undefined> => {
  const file = join(dir, entry.path)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return { kind: 'missing', note: 'the file is not there' }
  if (found.size !== entry.bytes) {
    return { kind: 'changed', note: `it has ${found.size} bytes, but the manifest says ${entry.bytes}` }
  }
  if ((await sha256Of(file)) !== entry.sha256)
    return { kind: 'changed', note: 'its SHA-256 is not that of the manifest' }
  try {
    const { rows, layout } = await COUNTS[entry.format](file, entry, signal)
    if (rows !== entry.rows) return { kind: 'unreadable', note: `it has ${rows} calls, but ${entry.rows} were loaded` }
    if (layout !== undefined && entry.layout !== undefined && layout !== entry.layout) {
      return { kind: 'unreadable', note: `its layout is ${layout}, but the manifest says ${entry.layout}` }
    }
    return undefined
  } catch (error) {
    signal?.throwIfAborted()
    if ((error as { code?: unknown }).code === 'missing_peer') throw error
    return { kind: 'unreadable', note: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}
