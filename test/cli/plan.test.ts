import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PlannedUnit } from '../../src/pull/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'

let dir = ''
let sandbox: Sandbox
let env: Record<string, string> = {}
const { period } = closedMonth
const next = new Date(Date.parse(`${period}-01T00:00:00Z`))
next.setUTCMonth(next.getUTCMonth() + 1)
const following = next.toISOString().slice(0, 7)
next.setUTCMonth(next.getUTCMonth() + 1)
const after = next.toISOString().slice(0, 7)

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-plan-'))
  sandbox = createSandbox({ rows: 20, realTime: true, pendingFor: '10ms', processingFor: '10ms' })
  env = { DIDWW_BASE_URL: await sandbox.listen(), DIDWW_API_KEY: sandbox.apiKey }
})
afterEach(async () => {
  await sandbox.close()
  await rm(dir, { recursive: true })
})

const planned = async (...args: string[]): Promise<PlannedUnit[]> => {
  const { code, stdout } = await cli(['plan', ...args, '--json'])
  expect(code).toBe(0)
  return JSON.parse(stdout) as PlannedUnit[]
}

test('plan needs no key and makes no request; a table has 80 columns', async () => {
  const units = await planned('--type', 'cdr_in', 'cdr_out', '--period', `${period}..${following}`)
  expect(units.map(({ export_type, from }) => `${export_type} ${from.slice(0, 7)}`)).toEqual([
    `cdr_in ${period}`,
    `cdr_out ${period}`,
    `cdr_in ${following}`,
    `cdr_out ${following}`,
  ])
  const { stdout } = await cli(['plan', '--type', 'cdr_in', '--period', period, '--did', '123456789', '987654321'])
  expect(stdout).toMatch(/^account +type +period +filter +closes +warning\n/)
  expect(stdout).toContain('did 987654321')
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('a plan of four hundred years by day is printed', async () => {
  const { code, stdout } = await cli(['plan', '--type', 'cdr_in', '--split', 'day', '--period', '1626-10..2026-10'])
  expect(code).toBe(0)
  expect(stdout.split('\n').length).toBeGreaterThan(146_000)
}, 60_000)

test('a unit of a plan is pulled from stdin; the second time it is done, without a request', async () => {
  const [unit] = await planned('--type', 'cdr_in', '--period', period)
  const stdin = JSON.stringify(unit)
  const args = ['pull', '--unit', '-', '--out', dir]
  const first = await cli([...args, '--json'], { env, stdin })
  expect(first.code).toBe(0)
  expect(JSON.parse(first.stdout)).toMatchObject({ key: unit?.key, rows: 20, already: false })
  const before = sandbox.requests.length
  const second = await cli(args, { env, stdin })
  expect(second).toMatchObject({ code: 0 })
  expect(second.stderr).toMatch(/^done already, no request made/m)
  expect(sandbox.requests).toHaveLength(before)
})

test.each<[string, string, RegExp]>([
  ['no JSON', 'unit', /invalid_unit/],
  ['a list', '[]', /invalid_unit/],
  [
    'a unit that ends before it begins',
    '{"account":"a","export_type":"cdr_in","from":"2026-10-02T00:00:00Z","to":"2026-10-01T00:00:00Z"}',
    /invalid_unit/,
  ],
  [
    'a path for an account',
    '{"account":"../a","export_type":"cdr_in","from":"2026-10-01T00:00:00Z","to":"2026-11-01T00:00:00Z"}',
    /invalid_unit/,
  ],
  [
    'a type of none',
    '{"account":"a","export_type":"calls","from":"2026-10-01T00:00:00Z","to":"2026-11-01T00:00:00Z"}',
    /no export type/,
  ],
])('--unit with %s exits 2 with one line, and nothing is sent', async (_name, stdin, message) => {
  const { code, stderr } = await cli(['pull', '--unit', '-', '--out', dir], { env, stdin })
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(sandbox.requests).toEqual([])
})

test('several months are several units, a line each; a closed one decides the exit code', async () => {
  const args = ['pull', '--type', 'cdr_in', '--period', `${period}..${following}`, '--out', dir]
  const first = await cli(args, { env })
  expect(first.code).toBe(0)
  expect(first.stdout.trimEnd().split('\n')).toHaveLength(2)
  expect(first.stderr.split('\n')[0]).toBe(`calls from ${period}-01T00:00:00Z up to ${after}-01T00:00:00Z`)
  expect(first.stderr).toMatch(new RegExp(`^done +cdr_in of ${period} +20 calls`, 'm'))
  expect(first.stderr).toMatch(/^2 units: .*; 40 calls$/m)
  const before = sandbox.requests.length
  const again = await cli([...args.slice(0, 4), `${period}..${period}`, ...args.slice(5)], { env })
  expect(again.code).toBe(0)
  expect(sandbox.requests).toHaveLength(before)
  const wide = await cli(['pull', '--type', 'cdr_in', '--period', `2020-01..2020-02`, '--out', dir], { env })
  expect(wide.code).toBe(2)
  expect(wide.stderr).toMatch(/^closed +cdr_in of 2020-01 +outside_window$/m)
  expect(wide.stderr.trimEnd().split('\n').at(-1)).toMatch(/^error: .*outside_window/)
})

test('accounts come from a file with names of variables; a failing one decides the exit code, the others continue', async () => {
  const path = join(dir, 'accounts.json')
  const accounts = { good: { apiKeyEnv: 'GOOD_KEY' }, bad: { apiKeyEnv: 'BAD_KEY' } }
  await writeFile(path, JSON.stringify({ accounts }))
  const keys = { ...env, GOOD_KEY: sandbox.apiKey, BAD_KEY: 'canary-key-7' }
  const args = ['pull', '--type', 'cdr_in', '--period', period, '--accounts', path, '--out', join(dir, 'out')]
  const { code, stdout, stderr } = await cli(args, { env: keys })
  expect(code).toBe(3)
  expect(stdout.trimEnd()).toMatch(/account=good/)
  expect(stderr).toMatch(/^suspended +bad: cdr_in/m)
  expect(stdout + stderr).not.toContain('canary')
  await writeFile(path, JSON.stringify({ accounts: { bad: { apiKey: '0123456789abcdef0123456789' } } }))
  const refused = await cli(args, { env: keys })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(/invalid_accounts/)
  expect(refused.stderr).not.toContain('0123456789')
})

test('each account of a file has its version and the headers of the command line; one key for all is refused', async () => {
  const path = join(dir, 'accounts.json')
  const account = { apiKeyEnv: 'DIDWW_API_KEY', baseUrl: sandbox.url, authUrl: sandbox.url }
  await writeFile(path, JSON.stringify({ accounts: { texts: { ...account, apiVersion: '2026-11-19' } } }))
  const args = ['pull', '--type', 'sms_in', '--period', period, '--accounts', path, '--out', join(dir, 'out')]
  expect(await cli([...args, '--header', 'X-Cost-Centre: 7'], { env })).toMatchObject({ code: 0 })
  const asked = sandbox.requests.filter(({ operation }) => operation === 'createExport')
  expect(asked).toMatchObject([{ headers: { 'x-cost-centre': '7' } }])
  const refused = await cli([...args, '--key-file', path], { env })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--key-file') as string })
})

test.each(['plan', 'pull', 'enqueue'])(
  '%s of outbound calls says beforehand that it asks for all trunks',
  async (name) => {
    const note = 'note: cdr_out without --trunk asks for all trunks at once\n'
    const options = { env: { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/none' } }
    const args = [name, '--type', 'cdr_out', '--period', period, ...(name === 'pull' ? ['--out', dir] : [])]
    const { code, stderr } = await cli(args, options)
    expect(stderr).toContain(note)
    expect(code).toBe(name === 'enqueue' ? 7 : 0)
    const [trunk] = sandbox.trunks
    const narrowed = await cli(['plan', '--type', 'cdr_out', '--period', period, '--trunk', trunk?.id ?? ''], options)
    expect(narrowed.stderr).not.toContain('note:')
  },
)

test.each([['enqueue', '--type', 'cdr_in', '--period', period], ['worker'], ['worker', '--status']])(
  '%s without its database is a StorageError, exit 7, that shows no password',
  async (...args) => {
    const { code, stderr } = await cli(args, {
      env: { ...env, DATABASE_URL: 'postgres://user:canary-pass@127.0.0.1:1/none' },
    })
    expect(code).toBe(7)
    expect(stderr).toMatch(/The database cannot .*ECONNREFUSED.*\[StorageError storage\]/)
    expect(stderr).not.toContain('canary')
  },
)

test('a period can be named, and is printed as it was resolved', async () => {
  const { code, stdout, stderr } = await cli(['plan', '--type', 'cdr_in', '--period', 'last-month', '--json'])
  expect(code).toBe(0)
  const [unit] = JSON.parse(stdout) as PlannedUnit[]
  const resolved = unit?.from.slice(0, 7)
  expect(stderr).toContain(`period last-month is ${resolved}\n`)
  // The month that ended last.
  expect(Date.parse(unit?.to ?? '')).toBe(Date.parse(`${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`))
})

test('several types are pulled at once, a unit each', async () => {
  const args = ['pull', '--type', 'cdr_in', 'cdr_out', '--period', period, '--out', dir]
  const { code, stdout } = await cli(args, { env })
  expect(code).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => /cdr_(?:in|out)/.exec(line)?.[0])
      .sort(),
  ).toEqual(['cdr_in', 'cdr_out'])
})
