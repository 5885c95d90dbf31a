import { Command } from 'commander'
import { type CallRecord, callRoles } from '../../../generated/calls.js'
import { createLocalTime } from '../../periods/local-time.js'
import type { TimeZone } from '../../periods/time-zone.js'
import { columnsOf } from '../../records/columns-of.js'
import { asCall } from '../../records/as-call.js'
import { byType, callFilesOf, naming } from '../call-files.js'
import { whole } from '../connection.js'
import { printJson } from '../print.js'
import { type CallFile, recordsIn } from '../read-calls.js'
import { TYPES_HELP } from '../selection.js'
import { renderSummary } from '../summary/render.js'
import { type Known, type Summary, Summing } from '../summary/summary.js'
import { hasColours, terminalWidth } from '../terminal.js'
import { SHOWN_ZONE, zoneOf } from '../time-zone.js'

interface SummaryOptions {
  readonly type?: string
  readonly apiVersion?: string
  readonly top: number
  readonly json?: boolean
  readonly timeZone?: string
}

/** What the layouts of the files say of cost and duration. */
const knownOf = (files: readonly CallFile[], zone: TimeZone | undefined): Known => {
  const costs = new Set<string>()
  let isPart = false
  for (const { apiVersion, exportType } of files) {
    const { cost = [], duration = [] } = callRoles[apiVersion]?.[exportType] ?? {}
    if (cost.length === 0 || duration.length === 0) isPart = true
    for (const { property, column } of columnsOf(apiVersion, exportType)) if (cost.includes(property)) costs.add(column)
  }
  return { cost_columns: [...costs], is_known_in_part: isPart, time_zone: zone?.id ?? 'UTC' }
}

const summaryOf = async (
  files: readonly CallFile[],
  zone: TimeZone | undefined,
  signal: AbortSignal,
): Promise<Summary> => {
  const summing = new Summing(zone && createLocalTime(zone))
  for (const file of files) {
    await naming(file.path, async () => {
      for await (const batch of recordsIn(file, signal)) {
        signal.throwIfAborted()
        for (const record of batch) summing.add(asCall(record as unknown as CallRecord))
      }
    })
  }
  return summing.summary(knownOf(files, zone))
}

export const summaryCommand = (signal: AbortSignal): Command =>
  new Command('summary')
    .description('calls, answered, ASR, ACD, minutes and cost by day and by DID or trunk')
    .argument('<path...>', '.csv.gz, .csv, .ndjson or .parquet files, or directories of pull')
    .option('--type <type>', `${TYPES_HELP} (default: all that there are)`)
    .option('--api-version <version>', 'version the exports were created with (default: what the files say)')
    .option('--top <number>', 'how many DIDs or trunks to show', whole('--top', 1_000_000, 1), 10)
    .option(...SHOWN_ZONE)
    .option('--json', 'print JSON; it has all DIDs or trunks')
    .addHelpText(
      'after',
      '\nASR is answered calls among all, ACD the length of an answered one. In a bar of\ncalls the filled part was answered. Costs are exact sums.\n\nExample:\n  didww-exports summary cdrs --type cdr_in',
    )
    .action(async (paths: string[], { top, json, timeZone, ...given }: SummaryOptions) => {
      const zone = zoneOf(timeZone)
      const types = byType(await callFilesOf(paths, given))
      const summaries = new Map<string, Summary>()
      for (const [type, files] of types) summaries.set(type, await summaryOf(files, zone, signal))
      const [only, ...others] = summaries.values()
      if (json) {
        printJson(only && others.length === 0 ? only : Object.fromEntries(summaries))
        return
      }
      const drawing = { width: terminalWidth(), isColoured: hasColours(process.stdout), top }
      const parts = [...summaries].map(([type, summary]) => {
        const text = renderSummary(summary, drawing)
        return summaries.size > 1 ? `${type}\n\n${text}` : text
      })
      process.stdout.write(`${parts.join('\n\n\n')}\n`)
    })
