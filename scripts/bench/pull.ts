import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { FILES, prepare } from './records/data.js'
import { buildBench } from './records/processes.js'
import { comparePulls, type Pulls } from './records/pull.js'
import { machine, markdown, median, publish, ratio } from './records/tables.js'

/** What was found out by hand about the memory: look again when it changes. */
const LIMITS = 'scripts/bench/records/memory.md'

const table = (pulls: Pulls): string => {
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

/** A pull that converts, beside the buffered way; throws when they write other lines. */
export const run = async (): Promise<void> => {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
  })
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
  const [file] = FILES
  if (!file) throw new Error('There is no file to pull')
  await buildBench()
  const pulls = await comparePulls(await prepare(file, rows), rounds)
  await publish('pull', [
    `\`npm run bench -- pull\` on ${machine()}: ${rows.toLocaleString('en')} calls of ${file.name}, medians of ${rounds} interleaved rounds, each pull in a process of its own from its start to its end, memory at its highest, ratios by round.`,
    table(pulls),
    await readFile(LIMITS, 'utf8'),
  ])
}
