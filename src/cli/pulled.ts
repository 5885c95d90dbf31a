import { join } from 'node:path'
import type { ApiVersion, ExportType } from '../api/types.js'
import type { ManifestEntry } from '../pull/directory/manifest.js'
import type { Pulled } from '../pull/run/pull-unit.js'
import { unitName } from '../pull/units/unit.js'
import { columnsOf } from '../records/columns-of.js'
import { decodeRecords } from '../records/decode-records.js'
import { formatBytes } from './progress.js'
import { explainProvisional } from './provisional.js'
import { formatRecords } from './record-table.js'
import { terminalWidth } from './terminal.js'

const ROWS = 10

/** The result of a pull, in one line. */
export const describePulled = (out: string, pulled: Pulled): string => {
  const { already, rows, bytes, unit, path, provisional, generation } = pulled
  const verb = already ? 'done already, no request made' : generation > 1 ? 'pulled again' : 'pulled'
  const changes = already ? undefined : describeChanges(pulled)
  const more = [changes, provisional ? explainProvisional([unit]) : undefined].filter(Boolean).map((one) => `; ${one}`)
  return `${verb}: ${rows.toLocaleString('en')} calls, ${unitName(unit)}, ${formatBytes(bytes)} in ${join(out, path)}${more.join('')}`
}

/** What a generation has changed of the one before. */
export const describeChanges = ({ changes }: Pick<ManifestEntry, 'changes'>): string | undefined => {
  if (!changes) return undefined
  const { added, removed, changed, since } = changes
  return `since generation ${since}: ${added} added, ${removed} removed, ${changed} changed`
}

/** Prints the first calls of a pulled unit. */
export const printFirstRows = async (out: string, { path, format, api_version, unit }: Pulled): Promise<void> => {
  if (format !== 'csv.gz') return
  const apiVersion = api_version
  const exportType = unit.export_type as ExportType<ApiVersion>
  const columns = columnsOf(apiVersion, exportType)
  const rows: object[] = []
  for await (const record of decodeRecords(join(out, path), { apiVersion, exportType })) {
    if (rows.push(record) === ROWS) break
  }
  const shown = { records: rows, columns, apiVersion, exportType }
  process.stdout.write(`${formatRecords(shown, terminalWidth())}\n`)
}
