import { Command, Option } from 'commander'
import type { ApiVersion, ExportType } from '../../api/types.js'
import { checkTarget } from '../../disk/part-file.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import { columnsOf } from '../../records/columns-of.js'
import { decodeRecords } from '../../records/decode-records.js'
import { checkDuckdb } from '../../records/duckdb.js'
import { ndjsonLines } from '../../records/ndjson.js'
import { writeParquet } from '../../records/parquet.js'
import { inflatedText } from '../../records/record-source.js'
import { checkedRows } from '../../records/row-checks.js'
import { SpreadsheetSafe } from '../../records/spreadsheet-safe.js'
import { versionOf, whole } from '../connection.js'
import { type Output, withOutput } from '../output.js'
import { formatRecords } from '../record-table.js'
import { exportTypeOf, TYPES_HELP } from '../selection.js'
import { terminalWidth } from '../terminal.js'

interface RecordsOptions {
  readonly type: string
  readonly apiVersion?: string
  readonly format: 'ndjson' | 'csv' | 'table' | 'parquet'
  readonly spreadsheetSafe?: boolean
  readonly out?: string
  readonly force?: boolean
  readonly rows: number
  readonly strict: boolean
}

interface Source {
  readonly file: string
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  readonly strict: boolean
  readonly signal: AbortSignal
}

const tellUnknown = (names: string[]): void =>
  void process.stderr.write(`columns not known, kept under "other": ${printable(names.join(', '), 500)}\n`)

const optionsOf = ({ apiVersion, exportType, strict }: Source) => ({
  apiVersion,
  exportType,
  strict,
  onUnknownColumns: tellUnknown,
})

const batchesOf = (source: Source) => decodeRecords(source.file, optionsOf(source)).batches()

const writeNdjson = async (source: Source, write: Output['write']): Promise<void> => {
  for await (const { bytes } of ndjsonLines(source.file, optionsOf(source))) {
    source.signal.throwIfAborted()
    // A copy, because the next lines overwrite the buffer and a pipe may be slow.
    await write(Buffer.from(bytes))
  }
}

/** Writes the text as it was sent. Every row is decoded on the way, so that an unreadable file is an error. */
const writeCsv = async (source: Source, write: Output['write'], isSafe: boolean): Promise<void> => {
  const safe = isSafe ? new SpreadsheetSafe() : undefined
  const passing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const text of inflatedText(source.file)) {
      // A copy, because a pipe may be slow.
      await write(safe?.add(text) ?? Buffer.from(text))
      yield text
    }
    if (safe) await write(safe.end())
  }
  for await (const rows of checkedRows(passing(), optionsOf(source))) if (rows > 0) source.signal.throwIfAborted()
}

const writeParquetFile = async (source: Source, out: string | undefined, force: boolean): Promise<void> => {
  const { file, apiVersion, exportType, strict, signal } = source
  if (out === undefined || out === '-') throw parquetNeeds('--out FILE: it is no stream')
  if (!strict) throw parquetNeeds('values that are as expected: leave out --no-strict')
  await checkDuckdb()
  await checkTarget(out, force)
  // Every row is checked by our decoder first, because DuckDB would accept errors.
  for await (const rows of checkedRows(file, optionsOf(source))) if (rows > 0) signal.throwIfAborted()
  await writeParquet(file, out, { apiVersion, exportType, signal }, force)
}

const parquetNeeds = (what: string): ConfigurationError =>
  new ConfigurationError('invalid_option', `Parquet needs ${what}`)

const writeTable = async (source: Source, write: Output['write'], rows: number): Promise<void> => {
  const first: object[] = []
  for await (const batch of batchesOf(source)) {
    first.push(...batch.slice(0, rows - first.length))
    if (first.length >= rows) break
  }
  const columns = columnsOf(source.apiVersion, source.exportType)
  await write(`${formatRecords(first, columns, terminalWidth())}\n`)
}

export const recordsCommand = (signal: AbortSignal): Command =>
  new Command('records')
    .description('decode a file on disk')
    .argument('<file>', 'a .csv.gz or .csv file of an export')
    .requiredOption('--type <type>', TYPES_HELP)
    .option('--api-version <version>', 'version the export was created with')
    .addOption(
      new Option('--format <format>', 'format of the output')
        .choices(['ndjson', 'csv', 'table', 'parquet'])
        .default('ndjson'),
    )
    .option('--rows <number>', 'rows of a table', whole('--rows', 10_000, 1), 20)
    .option('--out <file>', 'the file to write (default: stdout)')
    .option('--force', 'replace a file of that name')
    .option('--spreadsheet-safe', "in csv, put ' before cells that a spreadsheet would run; + of phone numbers as well")
    .option('--no-strict', 'go on with a header or values that are not as expected')
    .addHelpText('after', '\nExample:\n  didww-exports records cdrs.csv.gz --type cdr_in --format table')
    .action(async (file: string, options: RecordsOptions) => {
      const { type, format, out, force = false, rows, strict, spreadsheetSafe = false } = options
      const apiVersion = versionOf(options.apiVersion)
      if (spreadsheetSafe && format !== 'csv')
        throw new ConfigurationError('invalid_option', '--spreadsheet-safe is for --format csv')
      const source: Source = { file, apiVersion, exportType: exportTypeOf(apiVersion, type), strict, signal }
      if (format === 'parquet') return writeParquetFile(source, out, force)
      await withOutput(out === '-' ? undefined : out, force, async (write) => {
        if (format === 'ndjson') await writeNdjson(source, write)
        else if (format === 'csv') await writeCsv(source, write, spreadsheetSafe)
        else await writeTable(source, write, rows)
      })
    })
