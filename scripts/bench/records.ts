import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { BY_RECORD, compare, LIMIT, memoryOf, NAMES, OURS, type Rounds, verify } from './records/compare.js'
import { FILES } from './records/data.js'
import { buildBench } from './records/processes.js'
import { machine, markdown, median, publish, ratio } from './records/tables.js'

/** What was found out by hand about the figures: look again when they change. */
const LIMITS = 'scripts/bench/records/limits.md'

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
  const how = `\`npm run bench -- records\` on ${machine()}: medians of ${rounds} interleaved rounds, each reader in a process of its own, ratios by round. Peers get the same converter, which checks nothing; ours checks every value.`
  await publish('records', [how, ...parts, await readFile(LIMITS, 'utf8')])
}
