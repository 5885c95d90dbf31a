import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { postgresStore } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'

const KEY = { DIDWW_API_KEY: 'key-that-is-not-sent', DIDWW_BASE_URL: 'http://127.0.0.1:9' }

test.for([
  ['no database', [], {}],
  ['a database of another kind', [], { DATABASE_URL: 'mysql://root:hunter2@host/name' }],
  ['a URL that cannot be parsed', [], { DATABASE_URL: 'postgres://root:hunter2@[::1/name' }],
  ['a missing file', ['--database-url-file', 'nowhere'], {}],
] as const)('%s is reported in one line without the URL', async ([, args, env]) => {
  const { code, stdout, stderr } = await cli(['worker', '--status', ...args], { env })
  expect([code, stdout]).toEqual([args.length > 0 ? 7 : 2, ''])
  expect(stderr).toMatch(/^error: .*\n$/)
  expect(stderr).not.toContain('hunter2')
})

test.for([['enqueue', '--type', 'cdr_in', '--period', closedMonth.period], ['worker'], ['worker', '--status']])(
  '%s says that a certificate cannot be read, without its path',
  async (args) => {
    for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
      const DATABASE_URL = `postgres://root:hunter2@127.0.0.1:9/x?sslmode=verify-full&${name}=/home/canary/ca.pem`
      const { code, stderr } = await cli(args, { env: { ...KEY, DATABASE_URL } })
      expect(code).toBe(7)
      expect(stderr).toMatch(/ENOENT.*sslrootcert/)
      expect(stderr).not.toMatch(/canary|hunter2/)
    }
  },
)

test('units are enqueued once; a suspended unit is listed with the reason until it is enqueued again', async () => {
  const url = await createDatabase()
  const env = { ...KEY, DATABASE_URL: url }
  const plan = ['enqueue', '--type', 'cdr_in', '--period', closedMonth.period]
  const first = await cli([...plan, '--json'], { env })
  expect(first).toMatchObject({ code: 0, stderr: '1 units: 1 enqueued, 0 already there\n' })
  const [unit] = JSON.parse(first.stdout) as [{ key: string }]
  expect((await cli(['worker', '--status'], { env: { DATABASE_URL: url } })).stdout).toBe('1 planned\n')

  const store = postgresStore({ pool: poolOn(url) })
  const state = await store.read(unit.key)
  const { lease } = state ? await store.claim(state.unit, 'test', 5000) : {}
  if (!lease || !state) throw new Error('Somebody else has the unit')
  await store.save(lease, { ...state, step: 'provisional' })
  const late = await cli(['worker', '--status'], { env: { DATABASE_URL: url } })
  expect(late.stdout).toMatch(
    /^1 provisional\nprovisional: late calls may still come; pull again after \d{4}-\d\d-03 00:00 UTC\n$/,
  )
  const error = {
    name: 'RecordFormatError',
    code: 'ragged_row',
    message: 'Line 7 is\u001b[2J ragged',
    retryable: false,
  }
  await store.save(lease, { ...state, step: 'suspended', suspended: { step: 'planned', error } })
  await store.release(lease)
  const shown = await cli(['worker', '--status'], { env: { DATABASE_URL: url } })
  expect(shown.stdout.split('\n')).toEqual([
    '1 suspended',
    expect.stringMatching(
      /^dx1-\w+ {2}default cdr_in of .* until it is enqueued again: Line 7 is.* ragged \[RecordFormatError ragged_row\]$/,
    ),
    '',
  ])
  expect(shown.stdout).not.toContain('\u001b')
  await cli(plan, { env })
  expect((await cli(['worker', '--status', '--json'], { env })).stdout).toContain('"planned": 1')
}, 40_000)

test('units of other accounts are enqueued when one account has no key, which decides the exit code', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-accounts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'accounts.json')
  const accounts = { one: { apiKeyEnv: 'KEY' }, two: { apiKeyEnv: 'NOT_SET' }, three: { apiKeyEnv: 'KEY' } }
  await writeFile(path, JSON.stringify({ accounts }))
  const env = { ...KEY, KEY: 'key-that-is-not-sent', DATABASE_URL: await createDatabase() }
  const args = ['enqueue', '--type', 'cdr_in', '--period', closedMonth.period, '--accounts', path, '--json']
  const { code, stdout, stderr } = await cli(args, { env })
  expect(code).toBe(2)
  expect((JSON.parse(stdout) as { account: string }[]).map(({ account }) => account)).toEqual(['one', 'three'])
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(/^dx1-\w+ {2}two cdr_in of .* not enqueued: .*NOT_SET \[missing_api_key\]$/),
    '3 units: 2 enqueued, 0 already there, 1 not enqueued',
    expect.stringMatching(/^error: .*missing_api_key\]/),
    '',
  ])
})

test('without a version, a worker uses the one that the account is served', async () => {
  await using sandbox = createSandbox({
    ...{ apiVersion: '2026-04-16', rows: 20, realTime: true, pendingFor: '10ms', processingFor: '10ms' },
  })
  const url = await createDatabase()
  const env = { DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: await sandbox.listen(), DATABASE_URL: url }
  await cli(['enqueue', '--type', 'cdr_in', '--period', closedMonth.period], { env })
  const pool = poolOn(url)
  const loaded = async (): Promise<unknown[]> =>
    (await pool.query('SELECT api_version, generation, rows FROM didww_exports.ledger')).rows as unknown[]
  let pid = 0
  const working = cli(['worker', '--sweep', '1'], { env, onStart: (started = 0) => void (pid = started) })
  await vi.waitFor(async () => expect(await loaded()).toHaveLength(1), { timeout: 30_000 })
  process.kill(pid, 'SIGTERM')
  const { code, stderr } = await working
  expect(code, stderr).toBe(0)
  expect(await loaded()).toEqual([{ api_version: '2026-04-16', generation: 1, rows: '20' }])
}, 40_000)

test('the URL comes from a file, and a worker exits with 0 after SIGTERM', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-url-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'url')
  await writeFile(file, `${await createDatabase()}\n`)
  await chmod(file, 0o600)
  const outcome = await cli(['worker', '--database-url-file', file], { env: KEY, kill: 'SIGTERM' })
  expect(outcome).toEqual({ code: 0, stdout: '', stderr: 'working\n' })
})

test('--period and --look-back together are refused, and so is neither of them', async () => {
  const env = { ...KEY, DATABASE_URL: 'postgres://127.0.0.1:9/none' }
  expect(await cli(['enqueue', '--type', 'cdr_in'], { env })).toMatchObject({ code: 2, stdout: '' })
  const both = ['enqueue', '--type', 'cdr_in', '--period', '2026-10', '--look-back', '3']
  expect(await cli(both, { env })).toMatchObject({ code: 2, stdout: '' })
})
