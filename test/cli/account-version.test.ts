import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { facts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import type { ApiVersion } from '../../src/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'

let dir = ''
let sandbox: Sandbox
let env: Record<string, string> = {}

/** A sandbox whose account is served a version. */
const start = async (apiVersion: ApiVersion, port?: number): Promise<void> => {
  sandbox = createSandbox({ apiVersion, rows: 50, realTime: true, pendingFor: '10ms', processingFor: '10ms' })
  const url = await sandbox.listen({ port })
  env = { DIDWW_BASE_URL: url, DIDWW_API_KEY: sandbox.apiKey, DIDWW_AUTH_URL: sandbox.authUrl }
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-version-'))
})
afterEach(async () => {
  await sandbox.close()
  await rm(dir, { recursive: true })
})

const pull = (period = closedMonth.period, ...more: string[]) =>
  cli(['pull', '--type', 'cdr_in', '--period', period, '--out', join(dir, 'cdrs'), ...more], { env })
const held = async () =>
  Object.values(
    (
      JSON.parse(await readFile(join(dir, 'cdrs', 'manifest.json'), 'utf8')) as {
        files: Record<string, { api_version: string; generation: number }>
      }
    ).files,
  )
const lists = (): number => sandbox.requests.filter(({ operation }) => operation === 'listExports').length

test.each(apiVersions)('without a version, pull uses %s when the account is served it', async (apiVersion) => {
  await start(apiVersion)
  expect(await pull()).toMatchObject({ code: 0 })
  expect(await held()).toMatchObject([{ api_version: apiVersion, generation: 1 }])
  const before = sandbox.requests.length
  expect(await pull()).toMatchObject({ code: 0, stderr: expect.stringContaining('no request made') as string })
  expect(sandbox.requests).toHaveLength(before)
})

test('an account of the oldest version costs no further request', async () => {
  await start('2021-12-15')
  await pull()
  // The one that finds out which version answers, before the first create.
  expect(lists()).toBe(1)
  await rm(join(dir, 'cdrs'), { recursive: true })
  await pull(closedMonth.period, '--api-version', '2021-12-15')
  expect(lists()).toBe(2)
})

test('an account that has moved to a newer version is followed', async () => {
  await start('2021-12-15')
  await pull()
  const { port } = new URL(sandbox.url)
  await sandbox.close()
  await start('2026-04-16', Number(port))
  expect(await pull(closedMonth.period, '--refresh')).toMatchObject({ code: 0 })
  expect(await held()).toMatchObject([{ api_version: '2026-04-16', generation: 2 }])
})

test('each account of a file has its own version, and one whose key is refused stops its own units only', async () => {
  await start('2026-04-16')
  const path = join(dir, 'accounts.json')
  const accounts = { good: { apiKeyEnv: 'GOOD_KEY' }, bad: { apiKeyEnv: 'BAD_KEY' } }
  await writeFile(path, JSON.stringify({ accounts }))
  const args = ['pull', '--type', 'cdr_in', '--period', closedMonth.period, '--accounts', path, '--out']
  const keys = { ...env, GOOD_KEY: sandbox.apiKey, BAD_KEY: 'canary' }
  const { code, stdout, stderr } = await cli([...args, join(dir, 'cdrs')], { env: keys })
  expect(code).toBe(3)
  expect(stdout).toMatch(/account=good/)
  expect(stderr).toMatch(/^suspended +bad: cdr_in/m)
  expect(await held()).toMatchObject([{ api_version: '2026-04-16' }])
})

test.each(apiVersions.slice(1))('list, get and wait read from an account that is served %s', async (apiVersion) => {
  await start(apiVersion)
  const create = ['create', '--type', 'cdr_in', '--period', closedMonth.period, '--api-version', apiVersion, '--json']
  const { id } = JSON.parse((await cli(create, { env })).stdout) as { id: string }
  expect(JSON.parse((await cli(['list', '--json'], { env })).stdout)).toMatchObject([{ id }])
  expect(JSON.parse((await cli(['get', id, '--json'], { env })).stdout)).toMatchObject({ id })
  expect(JSON.parse((await cli(['wait', id, '--json'], { env })).stdout)).toMatchObject({ id })
  expect(await cli(['download', id, '--out', join(dir, 'one.csv.gz')], { env })).toMatchObject({ code: 0 })
})

test.each(apiVersions)('create and update use %s when the account is served it', async (apiVersion) => {
  await start(apiVersion)
  const { stdout } = await cli(['create', '--type', 'cdr_in', '--period', closedMonth.period, '--json'], { env })
  const { id } = JSON.parse(stdout) as { id: string }
  expect(sandbox.exports).toMatchObject([{ id, api_version: apiVersion }])
  expect(sandbox.requests.filter(({ method, status }) => method === 'POST' && status === 201)).toHaveLength(1)
  const updated = await cli(['update', id, '--external-reference-id', 'march', '--json'], { env })
  const known = 'updateExport' in facts[apiVersion].operations
  expect(updated.code).toBe(known ? 0 : 2)
  if (known) expect(JSON.parse(updated.stdout)).toMatchObject({ id, external_reference_id: 'march' })
})

test('a create with a version that is not served ends with what to write', async () => {
  await start('2022-05-10')
  const args = ['create', '--type', 'cdr_in', '--period', closedMonth.period, '--api-version', '2021-12-15']
  const { code, stderr } = await cli(args, { env })
  expect(code).toBe(5)
  expect(stderr).toContain('--api-version 2022-05-10')
})

test('a create with a period that is none asks nothing', async () => {
  await start('2021-12-15')
  expect(await cli(['create', '--type', 'cdr_in', '--period', 'x'], { env })).toMatchObject({ code: 2 })
  expect(sandbox.requests).toHaveLength(0)
})

test('without a token service, an account that refuses its key is told that', async () => {
  await start('2026-11-19')
  const { DIDWW_AUTH_URL: _, ...without } = env
  expect(await cli(['list'], { env: without })).toMatchObject({ code: 3 })
})

test('a unit of a plan without a version is pulled with that of the account', async () => {
  await start('2026-04-16')
  const plan = await cli(['plan', '--type', 'cdr_in', '--period', closedMonth.period, '--json'], { env: {} })
  const [unit] = JSON.parse(plan.stdout) as object[]
  expect(unit).not.toHaveProperty('api_version')
  const args = ['pull', '--unit', '-', '--out', join(dir, 'cdrs')]
  expect(await cli(args, { env, stdin: JSON.stringify(unit) })).toMatchObject({ code: 0 })
  expect(await held()).toMatchObject([{ api_version: '2026-04-16' }])
})
