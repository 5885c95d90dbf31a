import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { machine, markdown, median, publish, ratio } from './figures.js'
import { type BenchFile, FILES, prepare } from './records/data.js'
import { buildBench, runScript } from './records/processes.js'
import { READERS } from './records/readers.js'
import type { Tally } from './records/typed.js'

/** Notes on the figures, written by hand: check them when the figures change. */
const LIMITS = 'scripts/bench/records/limits.md'

interface Measure {
  readonly ms: number
  readonly cpu: number
  readonly rss: number
  readonly tally: Tally
}

/** The measurements of each reader, in the order of the rounds. */
type Rounds = Readonly<Record<string, readonly Measure[]>>

const NAMES: readonly string[] = Object.keys(READERS)
const [LIMIT, OURS, BY_RECORD] = NAMES as [string, string, string]

/** Rows of the file from which all readers must make the same records. */
const VERIFIED = 20_000

/** Compares our decoder with its limit and its peers. Throws if one of them makes different records. */
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
  const how = `\`npm run bench -- records\` on ${machine()}: medians of ${rounds} interleaved rounds, each reader in a process of its own, ratios by round. Peers get the same converter, which checks nothing; ours checks every value.`
  await publish('records', [how, ...parts, await readFile(LIMITS, 'utf8')])
}

/** @throws if a reader makes different records than ours. */
const verify = async (file: BenchFile): Promise<void> => {
  const path = await prepare(file, VERIFIED)
  const digests = new Map<string, string>()
  for (const name of NAMES) {
    if (name !== LIMIT) digests.set(name, await runScript<string>('child.js', 'digest', name, path, file.apiVersion))
  }
  const wrong = [...digests].filter(([, digest]) => digest !== digests.get(OURS)).map(([name]) => name)
  if (wrong.length > 0) throw new Error(`${file.name}: different records from ${wrong.join(', ')}`)
}

/**
 * Runs every reader once in each round, each in its own process.
 *
 * @throws if counts or sums differ.
 */
const compare = async (file: BenchFile, rows: number, rounds: number): Promise<Rounds> => {
  const path = await prepare(file, rows)
  const seen = Object.fromEntries(NAMES.map((name) => [name, [] as Measure[]]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of NAMES) {
      seen[name]?.push(await runScript<Measure>('child.js', 'measure', name, path, file.apiVersion))
    }
    process.stderr.write(`${file.name}: round ${round + 1} of ${rounds}\n`)
  }
  const tallies = NAMES.filter((name) => name !== LIMIT).map((name) => [name, JSON.stringify(seen[name]?.[0]?.tally)])
  const wrong = tallies.filter(([, tally]) => tally !== tallies[0]?.[1])
  if (wrong.length > 0) throw new Error(`${file.name}: different sums: ${tallies.join('; ')}`)
  return seen
}

/** Peak memory of our decoder for a file, in MiB. */
const memoryOf = async (file: BenchFile, rows: number): Promise<number> => {
  const path = await prepare(file, rows)
  const { rss, tally } = await runScript<Measure>('child.js', 'measure', OURS, path, file.apiVersion)
  if (tally.rows !== rows) throw new Error(`${file.name}: ${tally.rows} rows were read of ${rows}`)
  return rss
}

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
