import { Command, Option } from 'commander'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import type { TimeZone } from '../../periods/time-zone.js'
import { byType, callFilesOf } from '../call-files.js'
import { whole } from '../connection.js'
import { csvLine } from '../csv.js'
import { printJson } from '../print.js'
import type { CallFile } from '../../records/call-file.js'
import { TYPES_HELP } from '../selection.js'
import { createCountryOf } from '../summary/country.js'
import { type DimensionName, dimensionNames } from '../summary/dimensions.js'
import { Grouping, type NamedGroup } from '../summary/grouping.js'
import { eachCall, knownOf } from '../summary/read.js'
import { renderGroups, renderSummary } from '../summary/render.js'
import { type Known, type Summary, Summing } from '../summary/summary.js'
import { Tally, type Totals } from '../summary/tally.js'
import { hasColours, terminalWidth } from '../terminal.js'
import { SHOWN_ZONE, zoneOf } from '../time-zone.js'

interface SummaryOptions {
  readonly type?: string
  readonly apiVersion?: string
  readonly by?: readonly DimensionName[]
  readonly format: 'text' | 'csv'
  readonly top: number
  readonly json?: boolean
  readonly timeZone?: string
}

/** Calls by what was asked for. */
interface Grouped extends Known {
  readonly total: Totals
  readonly by: readonly DimensionName[]
  readonly groups: readonly NamedGroup[]
}

/** How files are read. */
interface Reading {
  readonly zone: TimeZone | undefined
  readonly signal: AbortSignal
}

/** Nothing asks for a country. */
const NO_COUNTRY = (): null => null

const summaryOf = async (files: readonly CallFile[], { zone, signal }: Reading): Promise<Summary> => {
  const summing = new Summing()
  await eachCall(files, { zone, signal, countryOf: NO_COUNTRY }, ({ call, start }) => summing.add(call, start))
  return summing.summary(knownOf(files, zone))
}

const groupedOf = async (
  files: readonly CallFile[],
  { by, top }: { by: readonly DimensionName[]; top: number },
  { zone, signal }: Reading,
): Promise<Grouped> => {
  const grouping = new Grouping(by)
  const total = new Tally()
  const countryOf = by.includes('country') ? createCountryOf() : NO_COUNTRY
  await eachCall(files, { zone, signal, countryOf }, (found) => {
    grouping.add(found)
    total.add(found.call)
  })
  return { ...knownOf(files, zone), total: total.totals(), by, groups: grouping.top(top) }
}

/** Groups as CSV: a column for each dimension and for each sum. */
const csvOf = (type: string | undefined, { by, groups }: Grouped): string => {
  const sums = ['calls', 'answered', 'asr', 'acd', 'minutes', 'cost'] as const
  return groups
    .map((group) => [...(type === undefined ? [] : [type]), ...group.names, ...sums.map((sum) => group[sum])])
    .reduce((text, cells) => text + csvLine(cells), csvLine([...(type === undefined ? [] : ['type']), ...by, ...sums]))
}

const dimensions = (text: string, before: readonly DimensionName[] = []): DimensionName[] => {
  const names = text.split(',').map((one) => {
    const name = dimensionNames.find((known) => known === one)
    if (name !== undefined) return name
    throw new ConfigurationError('invalid_option', `--by has no ${printable(JSON.stringify(one), 40)}`, {
      hint: `It has ${dimensionNames.join(', ')}; two of them with a comma between.`,
    })
  })
  const all = [...before, ...names]
  if (all.length > 2 || new Set(all).size < all.length) {
    throw new ConfigurationError('invalid_option', '--by takes one or two different names', {
      hint: 'For example --by day,code.',
    })
  }
  return all
}

export const summaryCommand = (signal: AbortSignal): Command =>
  new Command('summary')
    .description('calls, answered, ASR, ACD, minutes and cost by day and by DID or trunk')
    .argument('<path...>', '.csv.gz, .csv, .ndjson or .parquet files, or directories of pull')
    .option('--type <type>', `${TYPES_HELP} (default: all that there are)`)
    .option('--api-version <version>', 'version the exports were created with (default: what the files say)')
    .option('--by <names>', `one or two of ${dimensionNames.join(', ')}, with a comma between`, dimensions)
    .option('--top <number>', 'how many DIDs, trunks or the like to show', whole('--top', 1_000_000, 1), 10)
    .addOption(new Option('--format <format>', 'format of the output').choices(['text', 'csv']).default('text'))
    .option(...SHOWN_ZONE)
    .option('--json', 'print JSON; without --by it has all DIDs or trunks')
    .addHelpText(
      'after',
      '\nASR is answered calls among all, ACD the length of an answered one. In a bar of\ncalls the filled part was answered. Costs are exact sums. Countries are those of\nthe numbers on the other side.\n\nExample:\n  didww-exports summary cdrs --type cdr_in\n  didww-exports summary cdrs --by country,code --top 5',
    )
    .action(async (paths: string[], { top, json, timeZone, by, format, ...given }: SummaryOptions) => {
      const zone = zoneOf(timeZone)
      if (json && format === 'csv') {
        throw new ConfigurationError('invalid_option', 'Either --json or --format csv is possible')
      }
      const types = byType(await callFilesOf(paths, given))
      const drawing = { width: terminalWidth(), isColoured: hasColours(process.stdout), top }
      if (by === undefined && format === 'text') {
        const summaries = await eachType(types, (files) => summaryOf(files, { zone, signal }))
        print(summaries, json, (summary) => renderSummary(summary, drawing))
        return
      }
      const groups = await eachType(types, (files) => groupedOf(files, { by: by ?? ['day'], top }, { zone, signal }))
      if (format === 'csv') {
        for (const [type, grouped] of groups) process.stdout.write(csvOf(groups.size > 1 ? type : undefined, grouped))
      } else print(groups, json, (grouped) => renderGroups(grouped, drawing))
    })

const eachType = async <T>(
  types: ReadonlyMap<string, readonly CallFile[]>,
  work: (files: readonly CallFile[]) => Promise<T>,
): Promise<Map<string, T>> => {
  const results = new Map<string, T>()
  for (const [type, files] of types) results.set(type, await work(files))
  return results
}

/** Prints what was found of each type; of only one type without its name. */
const print = <T>(found: ReadonlyMap<string, T>, json: boolean | undefined, render: (one: T) => string): void => {
  const [only, ...others] = found.values()
  if (json) {
    printJson(only && others.length === 0 ? only : Object.fromEntries(found))
    return
  }
  const parts = [...found].map(([type, one]) => (found.size > 1 ? `${type}\n\n${render(one)}` : render(one)))
  process.stdout.write(`${parts.join('\n\n\n')}\n`)
}
