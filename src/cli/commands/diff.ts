import { Command, Option } from 'commander'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { earlierFiles } from '../../pull/directory/earlier.js'
import { asCall } from '../../records/as-call.js'
import type { CallFile } from '../../records/call-file.js'
import { columnsOf } from '../../records/columns-of.js'
import { type Difference, diffCalls } from '../../records/diff-calls.js'
import { batchesOf, byType, callFilesOf, checkOneVersion, severalTypes } from '../call-files.js'
import { csvHeader, csvRow } from '../csv.js'
import { note, setDoing } from '../notes.js'
import { withOutput } from '../output.js'
import { formatCalls } from '../progress.js'
import { cell } from '../print.js'
import { TYPES_HELP } from '../selection.js'

interface DiffOptions {
  readonly type?: string
  readonly apiVersion?: string
  readonly format: 'table' | 'csv' | 'json'
}

/** Files of one export type, before and after. */
interface Pair {
  readonly type: string
  readonly before: readonly CallFile[]
  readonly after: readonly CallFile[]
}

export const diffCommand = (signal: AbortSignal): Command =>
  new Command('diff')
    .description('list the calls that were added, removed or changed between files, directories or generations')
    .argument('<old>', 'a file or a directory of pull; alone: a directory that keeps earlier generations')
    .argument('[new]', 'a file or a directory of pull')
    .option('--type <type>', `${TYPES_HELP} (default: all that there are)`)
    .option('--api-version <version>', 'version the exports were created with (default: what the files say)')
    .addOption(
      new Option('--format <format>', 'format of the output').choices(['table', 'csv', 'json']).default('table'),
    )
    .addHelpText(
      'after',
      `
Whole rows are compared, in any order. A call is the same when it has the same
id, or else the same start, caller, DID and destination. Amounts are compared as
numbers. In csv, a changed call has two lines.

Example:
  didww-exports pull --type cdr_in --period 2026-10 --keep-generations 3 \\
    --out cdrs
  didww-exports diff cdrs
  didww-exports diff old.csv.gz new.csv.gz --type cdr_in --format csv`,
    )
    .action(async (old: string, other: string | undefined, { format, ...given }: DiffOptions) => {
      const pairs = other === undefined ? await generationsIn(old, given) : await pairsOf(old, other, given)
      const types = new Set(pairs.map(({ type }) => type))
      if (format === 'csv' && types.size > 1) throw severalTypes(types, 'Choose one with --type.')
      const counts = { added: 0, removed: 0, changed: 0 }
      const print = PRINTERS[format](pairs)
      await withOutput(undefined, false, async (write) => {
        await write(print.head)
        for (const pair of pairs) {
          setDoing(`comparing calls of ${pair.type}`)
          for await (const difference of differencesOf(pair, signal)) {
            counts[difference.kind] += 1
            await write(print.line(difference, pair))
          }
        }
        await write(print.foot(counts))
      })
      const total = counts.added + counts.removed + counts.changed
      note(
        total === 0
          ? 'no call differs'
          : `${formatCalls(counts.added)} added, ${counts.removed} removed, ${counts.changed} changed`,
      )
    })

const pairsOf = async (old: string, other: string, given: Omit<DiffOptions, 'format'>): Promise<Pair[]> => {
  const [before, after] = [byType(await callFilesOf([old], given)), byType(await callFilesOf([other], given))]
  return [...new Set([...before.keys(), ...after.keys()])].map((type) => ({
    type,
    before: before.get(type) ?? [],
    after: after.get(type) ?? [],
  }))
}

/** For each unit of a directory: the last generation before the one that it holds now. */
const generationsIn = async (dir: string, given: Omit<DiffOptions, 'format'>): Promise<Pair[]> => {
  const held = await callFilesOf([dir], given)
  const pairs = await Promise.all(
    held.map(async (file): Promise<Pair | undefined> => {
      const path = (await earlierFiles(dir, file.key ?? '')).at(-1)
      if (path === undefined) return undefined
      const type = file.exportType
      return { type, before: await callFilesOf([path], { ...given, type }), after: [file] }
    }),
  )
  const found = pairs.filter((pair) => pair !== undefined)
  if (found.length > 0) return found
  throw new ConfigurationError('nothing_held', `${dir} keeps no earlier generations`, {
    hint: 'Give two files or directories, or keep earlier ones: pull --keep-generations 3.',
  })
}

const differencesOf = ({ before, after }: Pair, signal: AbortSignal): AsyncGenerator<Difference> => {
  const files = [...before, ...after]
  checkOneVersion(files, 'Choose one with --api-version.')
  const [first] = files
  if (!first) throw new Error('there is nothing to compare')
  const { apiVersion, exportType } = first
  const read = (of: readonly CallFile[]) => () => batchesOf(of, signal)
  return diffCalls({ apiVersion, exportType, before: read(before), after: read(after), signal })
}

type Counts = Record<Difference['kind'], number>

/** How differences are written. */
interface Printer {
  readonly head: string
  readonly line: (difference: Difference, pair: Pair) => string
  readonly foot: (counts: Counts) => string
}

const columnsIn = ({ before, after }: Pair): ReturnType<typeof columnsOf> => {
  const [file] = [...after, ...before]
  return file ? columnsOf(file.apiVersion, file.exportType) : []
}

const WIDTHS = [8, 20, 17, 17, 8, 10] as const

const aligned = (cells: readonly string[]): string =>
  `${cells
    .map((text, at) => (at < WIDTHS.length ? text.padEnd(WIDTHS[at] ?? 0) : text))
    .join(' ')
    .trimEnd()}\n`

const tableLine = ({ kind, before, after, properties }: Difference): string => {
  const { start, caller, did, destination, duration, cost } = callOf(after ?? before ?? {})
  const changes = properties.map((name) => `${name} ${cell(before?.[name])} → ${cell(after?.[name])}`)
  const shown = [start, caller, did ?? destination, duration, cost].map((value) =>
    value === null ? '' : String(value),
  )
  return aligned([kind, ...shown, changes.join('; ')])
}

/** What bills need of a call; nothing of one whose columns are not known. */
const callOf = (record: Readonly<Record<string, unknown>>): Partial<ReturnType<typeof asCall>> => {
  try {
    return asCall(record as Parameters<typeof asCall>[0])
  } catch {
    return {}
  }
}

const PRINTERS: Readonly<Record<DiffOptions['format'], (pairs: readonly Pair[]) => Printer>> = {
  table: () => ({
    head: aligned(['what', 'when', 'from', 'to', 'seconds', 'cost', 'changed']),
    line: tableLine,
    foot: () => '',
  }),
  csv: ([pair]) => ({
    head: pair ? `change,${csvHeader(columnsIn(pair))}` : '',
    line: ({ kind, before, after }, of) => {
      const columns = columnsIn(of)
      const line = (what: string, row: Readonly<Record<string, unknown>> | null): string =>
        row ? `${what},${csvRow(columns, row)}` : ''
      if (kind !== 'changed') return line(kind, after ?? before)
      return line('before', before) + line('after', after)
    },
    foot: () => '',
  }),
  json: () => {
    let count = 0
    return {
      head: '{"differences":[',
      line: (difference, { type }) =>
        `${(count += 1) === 1 ? '\n' : ',\n'}${JSON.stringify({ export_type: type, ...difference })}`,
      foot: (counts) => `\n],${JSON.stringify(counts).slice(1)}\n`,
    }
  },
}
