import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createExportsClient, decodeRecords } from '../../src/index.js'
import {
  type AdvanceContext,
  advance,
  directoryStore,
  directoryTarget,
  postgresTarget,
  enqueueUnit,
  type Target,
} from '../../src/pull/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { OCTOBER, truthOf } from '../helpers/crash-trial.js'
import { memoryDirectory } from '../helpers/memory-directory.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'

const apiVersion = '2021-12-15'

interface Bench {
  readonly target: Target
  /** The sources of the calls that the target holds, read past it. */
  readonly sources: () => Promise<(string | null)[]>
}

const inDirectory = (dir: string): Promise<Bench> => {
  const target = directoryTarget(dir)
  const sources = async (): Promise<(string | null)[]> => {
    const path = join(dir, (await target.loaded(OCTOBER))?.path ?? '')
    const found: (string | null)[] = []
    for await (const { source } of decodeRecords(path, { apiVersion, exportType: 'cdr_in' })) found.push(source)
    return found
  }
  return Promise.resolve({ target, sources })
}

const inPostgres = async (): Promise<Bench> => {
  const pool = poolOn(await createDatabase())
  const sources = async (): Promise<(string | null)[]> => {
    const { rows } = await pool.query<{ source: string | null }>(
      'select source from didww_exports.cdr_in order by ctid',
    )
    return rows.map(({ source }) => source)
  }
  return { target: postgresTarget({ pool }), sources }
}

class Killed extends Error {}

/** As if the process died when the file was there and before it was loaded. */
const diesAtLoad = (target: Target): Target => ({ ...target, load: () => Promise.reject(new Killed()) })

const goOn = async (sandbox: Sandbox, dir: string, target: Target): Promise<void> => {
  await using store = directoryStore(dir)
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const client = createExportsClient({ apiVersion, apiKey, fetch, clock, baseUrl, limiter: unlimited })
  const context: AdvanceContext = { store, target, clientFor: () => client, clock, random: () => 0 }
  let turn = await enqueueUnit(OCTOBER, context)
  while (!turn.done) {
    sandbox.advance(turn.waitMs)
    turn = await advance(OCTOBER, context)
  }
  expect(turn.state).toMatchObject({ step: 'done', generation: 1 })
}

const withoutLastCall = (file: Buffer): Buffer => {
  const lines = gunzipSync(file).toString().trimEnd().split('\n')
  return gzipSync(`${lines.slice(0, -1).join('\n')}\n`)
}

const CHANGES: [string, (file: Buffer) => Buffer | undefined][] = [
  ['a whole file with other calls', withoutLastCall],
  ['a whole file of something else', () => gzipSync('x')],
  ['a cut file', (file) => file.subarray(0, 100)],
  ['no longer there', () => undefined],
]

test.each([
  ['cut', (lines: Buffer) => lines.subarray(0, 100)],
  ['empty', () => Buffer.alloc(0)],
  ['of other calls', () => Buffer.from('{"source":"1"}\n'.repeat(40))],
])('lines that a killed run left beside its download and that are %s are made again', async (_name, change) => {
  const dir = await memoryDirectory()
  onTestFinished(() => rm(dir, { recursive: true }))
  const sandbox = createSandbox({ seed: 4, now: '2026-11-20T12:00:00Z', rows: 40, apiVersion, rateLimit: Infinity })
  const killed = directoryTarget(dir, { format: 'ndjson' })
  await expect(goOn(sandbox, dir, diesAtLoad(killed))).rejects.toThrow(Killed)
  await killed.close()
  const spool = join(dir, '.didww', 'spool')
  const [name = '', ...more] = (await readdir(spool)).filter((file) => !file.endsWith('.csv.gz'))
  expect([name, more]).toEqual([expect.stringMatching(/\.csv\.gz\.ndjson$/), []])
  await writeFile(join(spool, name), change(await readFile(join(spool, name))))

  const target = directoryTarget(dir, { format: 'ndjson' })
  await goOn(sandbox, dir, target)
  const path = join(dir, (await target.loaded(OCTOBER))?.path ?? '')
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const truth = truthOf(sandbox, apiVersion) as { source: string | null }[]
  expect(lines.map((line) => (JSON.parse(line) as { source: string | null }).source)).toEqual(
    truth.map(({ source }) => source),
  )
  await target.close()
})

describe.each([
  ['a directory', inDirectory],
  ['Postgres', inPostgres],
] as const)('a download that, before it is loaded into %s, has become', (_name, createBench) => {
  test.each(CHANGES)('%s, is downloaded again and never loaded', async (_change, change) => {
    const dir = await memoryDirectory()
    onTestFinished(() => rm(dir, { recursive: true }))
    const sandbox = createSandbox({ seed: 4, now: '2026-11-20T12:00:00Z', rows: 40, apiVersion, rateLimit: Infinity })
    const { target, sources } = await createBench(dir)
    await expect(goOn(sandbox, dir, diesAtLoad(target))).rejects.toThrow(Killed)

    const spool = join(dir, '.didww', 'spool')
    const [name = ''] = (await readdir(spool)).filter((file) => file.endsWith('.csv.gz'))
    const bytes = change(await readFile(join(spool, name)))
    await (bytes ? writeFile(join(spool, name), bytes) : rm(join(spool, name)))

    await goOn(sandbox, dir, target)
    const truth = truthOf(sandbox, apiVersion) as { source: string | null }[]
    expect(await sources()).toEqual(truth.map(({ source }) => source))
    expect(sandbox.exports).toHaveLength(1)
    expect(await readdir(spool)).toEqual([])
    await target.close()
  })
})
