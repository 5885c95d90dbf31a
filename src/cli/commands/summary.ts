import { Command } from 'commander'
import type { CallRecord } from '../../../generated/calls.js'
import { asCall } from '../../records/as-call.js'
import { decodeRecords } from '../../records/decode-records.js'
import { versionOf, whole } from '../connection.js'
import { printJson } from '../print.js'
import { exportTypeOf, TYPES_HELP } from '../selection.js'
import { renderSummary } from '../summary/render.js'
import { Summing } from '../summary/summary.js'
import { hasColours, terminalWidth } from '../terminal.js'

interface SummaryOptions {
  readonly type: string
  readonly apiVersion?: string
  readonly top: number
  readonly json?: boolean
}

export const summaryCommand = (signal: AbortSignal): Command =>
  new Command('summary')
    .description('calls, answered, ASR, ACD, minutes and cost by day and by DID or trunk')
    .argument('<file...>', '.csv.gz or .csv files of exports of one version and type')
    .requiredOption('--type <type>', TYPES_HELP)
    .option('--api-version <version>', 'version the exports were created with')
    .option('--top <number>', 'how many DIDs or trunks to show', whole('--top', 1_000_000, 1), 10)
    .option('--json', 'print JSON; it has all DIDs or trunks')
    .addHelpText(
      'after',
      '\nASR is answered calls among all, ACD the length of an answered one. In a bar of\ncalls the filled part was answered. Costs are exact sums.\n\nExample:\n  didww-exports summary cdrs/*/*/*/*.csv.gz --type cdr_in',
    )
    .action(async (files: string[], { type, top, json, ...given }: SummaryOptions) => {
      const apiVersion = versionOf(given.apiVersion)
      const exportType = exportTypeOf(apiVersion, type)
      const summing = new Summing()
      for (const file of files) {
        for await (const batch of decodeRecords(file, { apiVersion, exportType }).batches()) {
          signal.throwIfAborted()
          for (const record of batch) summing.add(asCall(record as CallRecord))
        }
      }
      const summary = summing.summary()
      if (json) printJson(summary)
      else {
        const drawing = { width: terminalWidth(), isColoured: hasColours(process.stdout), top }
        process.stdout.write(`${renderSummary(summary, drawing)}\n`)
      }
    })
