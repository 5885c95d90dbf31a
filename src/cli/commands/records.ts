import { Command, Option } from 'commander'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { checkTarget } from '../../disk/part-file.js'
import { withTemporaryFolder } from '../../disk/temporary-folder.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import { columnsOf } from '../../records/columns-of.js'
import { checkDuckdb } from '../../records/duckdb.js'
import { firstRows } from '../../records/first-rows.js'
import { localRows } from '../../records/local-rows.js'
import { ndjsonLines } from '../../records/ndjson.js'
import { writeParquet } from '../../records/parquet.js'
import { inflatedText } from '../../records/record-source.js'
import type { DamagedRow } from '../../records/records.js'
import { checkedRows } from '../../records/row-checks.js'
import { SpreadsheetSafe } from '../../records/spreadsheet-safe.js'
import { batchesOf, byType, callFilesOf, checkOneVersion, naming, severalTypes } from '../call-files.js'
import { whole } from '../connection.js'
import { csvHeader, csvRow } from '../csv.js'
import { LOCAL_TIME, LocalClock } from '../local-clock.js'
import { type Output, withOutput } from '../output.js'
import type { CallFile, Reading } from '../../records/call-file.js'
import { formatRecords } from '../record-table.js'
import { TYPES_HELP } from '../selection.js'
import { terminalWidth } from '../terminal.js'
import { SHOWN_ZONE, zoneOf } from '../time-zone.js'

interface RecordsOptions {
  readonly type?: string
  readonly apiVersion?: string
  readonly format: 'ndjson' | 'csv' | 'table' | 'parquet'
  readonly spreadsheetSafe?: boolean
  readonly out?: string
  readonly force?: boolean
  readonly rows?: number
  readonly columns?: string
  readonly strict: boolean
  readonly lenient?: boolean
  readonly timeZone?: string
  readonly localTime?: boolean
}

/** Rows of a table, when nobody says how many. */
const TABLE_ROWS = 20

/** What to read and how: files of one export type. */
interface Source {
  readonly files: readonly [CallFile, ...CallFile[]]
  /** Most rows; undefined for all. */
  readonly rows: number | undefined
  readonly reading: Reading
  readonly signal: AbortSignal
  /** The clocks whose times are shown; undefined for times in UTC. */
  readonly clock: LocalClock | undefined
}

const tellUnknown = (names: string[]): void =>
  void process.stderr.write(`columns not known, kept under "other": ${printable(names.join(', '), 500)}\n`)

/** The first records of the files, in batches. */
async function* recordsOf({
  files,
  rows = Infinity,
  reading,
  signal,
}: Source): AsyncGenerator<Record<string, unknown>[]> {
  let left = rows
  for await (const batch of batchesOf(files, signal, reading)) {
    yield batch.slice(0, left)
    left -= batch.length
    if (left <= 0) return
  }
}

const writeNdjson = async (source: Source, write: Output['write']): Promise<void> => {
  const [file, ...others] = source.files
  if (file.format === 'csv' && others.length === 0 && source.rows === undefined && !source.clock) {
    await naming(file.path, async () => {
      for await (const { bytes } of ndjsonLines(file.path, { ...file, ...source.reading })) {
        source.signal.throwIfAborted()
        // A copy, because the next lines overwrite the buffer and a pipe may be slow.
        await write(Buffer.from(bytes))
      }
    })
    return
  }
  const { clock } = source
  const { apiVersion, exportType } = file
  for await (const batch of recordsOf(source)) {
    const records = clock ? batch.map((record) => clock.withLocalTime(record, apiVersion, exportType)) : batch
    await write(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  }
}

/** Writes the text of one file as it was sent, of several as one table. */
const writeCsv = async (source: Source, write: Output['write'], isSafe: boolean): Promise<void> => {
  const [file, ...others] = source.files
  const safe = isSafe ? new SpreadsheetSafe() : undefined
  const put = async (text: Uint8Array): Promise<void> => write(safe?.add(text) ?? Buffer.from(text))
  if (file.format === 'csv' && others.length === 0) await naming(file.path, () => copyCsv(file, source, put))
  else {
    const columns = columnsOf(file.apiVersion, file.exportType)
    checkOneVersion(source.files, 'Choose one with --api-version, or take --format ndjson.')
    const header = csvHeader(columns)
    const { clock } = source
    await put(Buffer.from(clock?.header(header) ?? header))
    for await (const batch of recordsOf(source)) {
      const records = clock ? batch.map((record) => clock.inLocalTime(record, columns)) : batch
      await put(Buffer.from(records.map((record) => csvRow(columns, record)).join('')))
    }
  }
  if (safe) await write(safe.end())
}

/** Copies the text, and decodes every row on the way, so that an unreadable file is an error. */
const copyCsv = async (
  file: CallFile,
  { rows, reading, signal, clock }: Source,
  put: (text: Uint8Array) => Promise<void>,
): Promise<void> => {
  if (clock) {
    for await (const read of checkedRows(file.path, { ...file, ...reading })) if (read > 0) signal.throwIfAborted()
    let left = rows === undefined ? Infinity : rows + 1
    for await (const row of localRows(file.path, {
      ...file,
      strict: reading.strict,
      headerOf: (line) => clock.header(line),
      local: clock.show,
    })) {
      if ((left -= 1) < 0) return
      await put(row)
    }
    return
  }
  const text = rows === undefined ? inflatedText(file.path) : firstRows(file.path, rows)
  const passing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of text) {
      await put(piece)
      yield piece
    }
  }
  for await (const read of checkedRows(passing(), { ...file, ...reading })) if (read > 0) signal.throwIfAborted()
}

const writeParquetFile = async (
  source: Source,
  out: string | undefined,
  force: boolean,
  strict: boolean,
): Promise<void> => {
  const [file, ...others] = source.files
  if (out === undefined || out === '-') throw parquetNeeds('--out FILE: it is no stream')
  if (!strict) throw parquetNeeds('values that are as expected: leave out --lenient')
  if (file.format !== 'csv' || others.length > 0) throw parquetNeeds('one .csv.gz or .csv file; pull writes many')
  await checkTarget(out, force)
  const { rows, signal, clock } = source
  const { apiVersion, exportType } = file
  const write = async (path: string): Promise<void> => {
    // Every row is checked by our decoder first, because DuckDB would accept errors.
    for await (const read of checkedRows(path, { ...file, ...source.reading })) if (read > 0) signal.throwIfAborted()
    await writeParquet(path, out, { ...file, signal, local: clock?.column(apiVersion, exportType) }, force)
  }
  await naming(file.path, () =>
    rows === undefined
      ? write(file.path)
      : withTemporaryFolder(async (folder) => {
          const cut = join(folder, 'first.csv')
          const stream = createWriteStream(cut)
          for await (const piece of firstRows(file.path, rows)) stream.write(piece)
          await once(stream.end(), 'close')
          await write(cut)
        }),
  )
}

const parquetNeeds = (what: string): ConfigurationError =>
  new ConfigurationError('invalid_option', `Parquet needs ${what}`)

const tableOf = async (source: Source, names: readonly string[] | undefined): Promise<string> => {
  const records: Record<string, unknown>[] = []
  for await (const batch of recordsOf({ ...source, rows: source.rows ?? TABLE_ROWS })) records.push(...batch)
  const [{ apiVersion, exportType }] = source.files
  const columns = columnsOf(apiVersion, exportType)
  const { clock } = source
  const shown = clock ? records.map((record) => clock.inLocalTime(record, columns)) : records
  return formatRecords({ records: shown, columns, apiVersion, exportType, names }, terminalWidth())
}

const isSome = (files: readonly CallFile[]): files is readonly [CallFile, ...CallFile[]] => files.length > 0

export const recordsCommand = (signal: AbortSignal): Command =>
  new Command('records')
    .description('show or convert the calls of files, or of a directory of pull')
    .argument('<path...>', '.csv.gz, .csv, .ndjson or .parquet files, or directories')
    .option('--type <type>', `${TYPES_HELP} (default: what the file or directory says)`)
    .option('--api-version <version>', 'version the export was created with (default: what the file says)')
    .addOption(
      new Option('--format <format>', 'format of the output')
        .choices(['ndjson', 'csv', 'table', 'parquet'])
        .default('ndjson'),
    )
    .option(
      '--rows <number>',
      `the first rows only (default: all; ${TABLE_ROWS} of a table)`,
      whole('--rows', 999_999_999, 1),
    )
    .option('--columns <names>', 'columns of a table, with commas between (default: what bills need)')
    .option('--out <file>', 'the file to write (default: stdout)')
    .option('--force', 'replace a file of that name')
    .option('--spreadsheet-safe', "in csv, put ' before what a spreadsheet would run or take digits from")
    .option(...SHOWN_ZONE)
    .option('--local-time', `in ndjson and parquet, which are in UTC, a column ${LOCAL_TIME} besides`)
    .option('--lenient', 'go on with a header, values or rows that are not as expected, and say how many')
    .addOption(new Option('--no-strict', 'the same, without leaving rows out').hideHelp())
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports records cdrs --type cdr_in --format table\n  didww-exports records cdrs.csv.gz --columns did,duration_secs --format table',
    )
    .action(async (paths: string[], options: RecordsOptions) => {
      const { format, out, force = false, rows, spreadsheetSafe = false, columns, lenient = false } = options
      const strict = options.strict && !lenient
      if (spreadsheetSafe && format !== 'csv')
        throw new ConfigurationError('invalid_option', '--spreadsheet-safe is for --format csv')
      if (columns !== undefined && format !== 'table')
        throw new ConfigurationError('invalid_option', '--columns is for --format table')
      const isTable = format === 'table' || format === 'csv'
      if (options.localTime && isTable)
        throw new ConfigurationError('invalid_option', '--local-time is for --format ndjson and parquet')
      const zone = zoneOf(options.timeZone)
      if (options.localTime && !zone)
        throw new ConfigurationError('invalid_option', '--local-time needs a --time-zone other than UTC')
      const clock = zone && (isTable || options.localTime) ? new LocalClock(zone) : undefined
      if (format === 'parquet') await checkDuckdb()
      const types = byType(await callFilesOf(paths, options))
      let damaged = 0
      const onDamagedRow = ({ line, fields, text }: DamagedRow): void => {
        damaged += 1
        if (damaged > 10) return
        process.stderr.write(`left out: line ${line} has ${fields} fields: ${printable(text, 100)}\n`)
      }
      const reading = { strict, onUnknownColumns: tellUnknown, ...(lenient && { onDamagedRow }) }
      const sources = [...types.values()]
        .filter(isSome)
        .map((files): Source => ({ files, rows, reading, signal, clock }))
      if (format === 'table') {
        await withOutput(out === '-' ? undefined : out, force, async (write) => {
          for (const source of sources) {
            const table = await tableOf(source, columns?.split(','))
            await write(sources.length > 1 ? `${source.files[0].exportType}\n${table}\n\n` : `${table}\n`)
          }
        })
      } else await writeOne(sources, types, { format, out, force, strict, spreadsheetSafe })
      if (lenient) process.stderr.write(`${damaged} rows left out\n`)
    })

interface Wanted {
  readonly format: 'ndjson' | 'csv' | 'parquet'
  readonly out: string | undefined
  readonly force: boolean
  readonly strict: boolean
  readonly spreadsheetSafe: boolean
}

/** Data of one export type, as types have different columns. */
const writeOne = async (
  sources: readonly Source[],
  types: ReadonlyMap<string, unknown>,
  { format, out, force, strict, spreadsheetSafe }: Wanted,
): Promise<void> => {
  const [source, ...others] = sources
  if (source === undefined || others.length > 0) {
    throw severalTypes(types.keys(), 'Choose one with --type, or take --format table.')
  }
  if (format === 'parquet') return writeParquetFile(source, out, force, strict)
  await withOutput(out === '-' ? undefined : out, force, async (write) => {
    if (format === 'ndjson') await writeNdjson(source, write)
    else await writeCsv(source, write, spreadsheetSafe)
  })
}
