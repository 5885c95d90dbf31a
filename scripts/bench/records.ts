import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { BY_RECORD, compare, LIMIT, memoryOf, NAMES, OURS, type Rounds, verify } from './records/compare.js'
import { FILES, prepare } from './records/data.js'
import { buildBench } from './records/processes.js'
import { comparePulls, type Pulls } from './records/pull.js'

/** Included in the README by script. */
const RESULT = 'scripts/bench/results/records.md'

/** What was found out by hand about the figures: look again when they change. */
const LIMITS = 'scripts/bench/records/limits.md'

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

const markdown = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')

/** The median of the ratios of each round: rounds differ by what else the machine does, ratios less. */
const ratio = <T>(of: readonly T[] = [], to: readonly T[] = [], value: (one: T) => number): number =>
  median(of.map((one, round) => value(one) / value(to[round] ?? one)))

const readersTable = (rounds: Rounds): string =>
  markdown(
    ['gzip file to typed records', 'ms', 'times gunzip', 'times ours', 'CPU ms', 'times gunzip', 'times ours', 'MiB'],
    NAMES.map((name) => {
      const seen = rounds[name] ?? []
      const ratios = (['ms', 'cpu'] as const).flatMap((kind) => [
        median(seen.map((one) => one[kind])).toFixed(0),
        ratio(seen, rounds[LIMIT], (one) => one[kind]).toFixed(2),
        ratio(seen, rounds[OURS], (one) => one[kind]).toFixed(2),
      ])
      return [name, ...ratios, median(seen.map(({ rss }) => rss)).toFixed(0)]
    }),
  )

const pullsTable = (pulls: Pulls): string => {
  const [[, first] = ['', []]] = Object.entries(pulls)
  return markdown(
    ['over HTTP to a file on disk', 's', 'times faster', 'MiB', 'times smaller'],
    Object.entries(pulls).map(([name, seen]) => [
      name,
      (median(seen.map(({ ms }) => ms)) / 1000).toFixed(1),
      ratio(first, seen, ({ ms }) => ms).toFixed(1),
      median(seen.map(({ rss }) => rss)).toFixed(0),
      ratio(first, seen, ({ rss }) => rss).toFixed(1),
    ]),
  )
}

/** Our decoder beside its limit and its peers; throws when any of them reads something else. */
export const run = async (): Promise<void> => {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' } },
  })
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
  await buildBench()
  const parts: string[] = []
  for (const file of FILES) {
    await verify(file)
    const seen = await compare(file, rows, rounds)
    const byRecord = ratio(seen[BY_RECORD], seen[OURS], ({ cpu }) => cpu).toFixed(2)
    const memory = await memoryOf(file, 5_000_000)
    parts.push(
      `${rows.toLocaleString('en')} calls of ${file.name}:\n\n${readersTable(seen)}`,
      `Record by record takes ${byRecord} times the CPU of batches. Five million calls take ${memory.toFixed(0)} MiB.`,
    )
  }
  const [first] = FILES
  if (first) parts.push(pullsTable(await comparePulls(await prepare(first, rows), Math.min(rounds, 3))))
  const [cpu] = cpus()
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`
  const how = `\`npm run bench -- records\` on ${machine}: medians of ${rounds} interleaved rounds, each reader in a process of its own, ratios by round. Peers get the same converter, which checks nothing; ours checks every value.`
  const limits = await readFile(LIMITS, 'utf8')
  const text = `${[how, ...parts].join('\n\n')}\n\n${limits}`
  await mkdir(dirname(RESULT), { recursive: true })
  await writeFile(RESULT, text)
  console.log(text)
}
