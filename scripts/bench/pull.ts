import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { closedMonth } from '../../test/helpers/closed-month.js'
import { exportDocument, JSON_API, resource } from '../../test/helpers/document.js'
import { machine, markdown, median, publish, ratio } from './figures.js'
import { FILES, prepare } from './records/data.js'
import { buildBench, type Took, timed } from './records/processes.js'

/** Notes on the memory, written by hand: check them when the figures change. */
const LIMITS = 'scripts/bench/records/memory.md'

/** Compares a pull that converts with the buffered way. Throws if they write different lines. */
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

/** Time and memory of each way to download and convert a file; the first is the one to beat. */
type Pulls = Readonly<Record<string, readonly Took[]>>

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const fileIn = async (folder: string): Promise<string> => {
  const names = await readdir(folder, { recursive: true })
  return join(folder, names.find((name) => /dx1-[^/]+\.(ndjson|parquet)$/.test(name)) ?? 'nothing')
}

/** @throws if `pull` and the buffered way write different lines. */
const comparePulls = async (path: string, rounds: number): Promise<Pulls> => {
  await using api = await serveFile(path)
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-bench-'))
  const env = { DIDWW_BASE_URL: api.origin, DIDWW_API_KEY: 'key' }
  const pull = (format: string): Promise<Took> => {
    const args = ['pull', '--type', 'cdr_in', '--period', closedMonth.period, '--format', format]
    return timed(['dist/src/cli/main.js', ...args, '--out', join(folder, format)], env)
  }
  const buffered = (): Promise<Took> =>
    timed(['dist/scripts/bench/records/buffered.js', `${api.origin}/v3/exports/file.csv.gz`, join(folder, 'lines')], {})
  const seen = {
    'buffered, to NDJSON': [] as Took[],
    'pull --format ndjson': [] as Took[],
    'pull --format parquet': [] as Took[],
  }
  try {
    for (let round = 0; round < rounds; round += 1) {
      seen['buffered, to NDJSON'].push(await buffered())
      seen['pull --format ndjson'].push(await pull('ndjson'))
      seen['pull --format parquet'].push(await pull('parquet'))
      const [theirs, ours] = [
        await digestOf(join(folder, 'lines')),
        await digestOf(await fileIn(join(folder, 'ndjson'))),
      ]
      if (theirs !== ours) throw new Error('pull and the buffered way wrote different lines')
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
      process.stderr.write(`over HTTP: round ${round + 1} of ${rounds}\n`)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return seen
}

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

const FILE = '/v3/exports/file.csv.gz'

/** An API with one completed export, which has this file. */
const serveFile = async (path: string): Promise<AsyncDisposable & { readonly origin: string }> => {
  const { size } = await stat(path)
  let origin = ''
  const answer = (response: ServerResponse, body: object, status = 200): void => {
    response.writeHead(status, { 'Content-Type': JSON_API }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    const { method, url = '' } = request.resume()
    const attributes = { export_type: 'cdr_in', url: origin + FILE }
    if (url === FILE) {
      response.writeHead(200, { 'Content-Length': size })
      createReadStream(path).pipe(response)
    } else if (method === 'POST') answer(response, exportDocument(attributes), 201)
    else if (/exports\/./.test(url)) answer(response, exportDocument(attributes))
    else answer(response, { data: [resource(attributes)], meta: { total_records: 1, api_version: '2021-12-15' } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
