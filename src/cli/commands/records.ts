import { Command, Option } from 'commander'
import type { ApiVersion, ExportType } from '../../client/types.js'
import { columnsOf } from '../../records/columns-of.js'
import { printable } from '../../errors/printable.js'
import { decodeRecords } from '../../records/decode-records.js'
import { inflatedText } from '../../records/inflated-text.js'
import type { RecordSource } from '../../records/record-source.js'
import { toNdjson } from '../../records/to-ndjson.js'
import { versionOf, whole } from '../connection.js'
import { type Output, withOutput } from '../output.js'
import { formatRecords, terminalWidth } from '../record-table.js'
import { exportTypeOf, TYPES_HELP } from '../selection.js'

interface RecordsOptions {
  readonly type: string
  readonly apiVersion?: string
  readonly format: 'ndjson' | 'csv' | 'table'
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

const batchesOf = ({ file, apiVersion, exportType, strict }: Source, bytes: RecordSource = file) => {
  const onUnknownColumns = (names: string[]): boolean =>
    process.stderr.write(`columns not known, kept under "other": ${printable(names.join(', '), 500)}\n`)
  return decodeRecords(bytes, {
    apiVersion,
    exportType,
    strict,
    onUnknownColumns: (names) => void onUnknownColumns(names),
  }).batches()
}

const writeNdjson = async (source: Source, write: Output['write']): Promise<void> => {
  for await (const batch of batchesOf(source)) {
    source.signal.throwIfAborted()
    await write(toNdjson(batch))
  }
}

/** The text as it was sent; every row of it is read on the way, so that what cannot be read is no success. */
const writeCsv = async (source: Source, write: Output['write']): Promise<void> => {
  const passing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const text of inflatedText(source.file)) {
      // A copy: the decoder rewrites times in place.
      await write(Buffer.from(text))
      yield text
    }
  }
  for await (const batch of batchesOf(source, passing())) if (batch.length > 0) source.signal.throwIfAborted()
}

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
      new Option('--format <format>', 'form of the output').choices(['ndjson', 'csv', 'table']).default('ndjson'),
    )
    .option('--rows <number>', 'rows of a table', whole('--rows', 10_000), 20)
    .option('--out <file>', 'the file to write (default: stdout)')
    .option('--force', 'replace a file of that name')
    .option('--no-strict', 'go on with a header or values that are not as expected')
    .addHelpText('after', '\nExample:\n  didww-exports records cdrs.csv.gz --type cdr_in --format table')
    .action(async (file: string, { type, format, out, force = false, rows, strict, ...given }: RecordsOptions) => {
      const apiVersion = versionOf(given.apiVersion)
      const source: Source = { file, apiVersion, exportType: exportTypeOf(apiVersion, type), strict, signal }
      await withOutput(out === '-' ? undefined : out, force, async (write) => {
        if (format === 'ndjson') await writeNdjson(source, write)
        else if (format === 'csv') await writeCsv(source, write)
        else await writeTable(source, write, rows)
      })
    })
