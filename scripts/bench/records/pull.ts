import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closedMonth } from '../../../test/helpers/closed-month.js'
import { serveFile } from './api.js'
import { type Took, timed } from './processes.js'

/** What it took to bring the file of a million calls over HTTP into a form; the first way is the one to beat. */
export type Pulls = Readonly<Record<string, readonly Took[]>>

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const fileIn = async (folder: string): Promise<string> => {
  const names = await readdir(folder, { recursive: true })
  return join(folder, names.find((name) => /dx1-[^/]+\.(ndjson|parquet)$/.test(name)) ?? 'nothing')
}

/** @throws when `pull` writes other lines than the buffered way. */
export const comparePulls = async (path: string, rounds: number): Promise<Pulls> => {
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
      if (theirs !== ours) throw new Error('pull wrote other lines than the buffered way')
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
      process.stderr.write(`over HTTP: round ${round + 1} of ${rounds}\n`)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return seen
}
