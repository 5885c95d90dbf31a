import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'

const VERSION = { DIDWW_API_VERSION: '2026-11-19' }

test('messages are created, listed, pulled and decoded from the command line', async () => {
  await using sandbox = createSandbox({
    ...{ now: '2026-11-20T00:00:00Z', realTime: true, rows: 20, pendingFor: '10ms', processingFor: '10ms' },
  })
  const url = await sandbox.listen()
  const env = { ...VERSION, DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: url, DIDWW_AUTH_URL: sandbox.authUrl }
  const out = await mkdtemp(join(tmpdir(), 'didww-exports-cli-tokens-'))
  const created = await cli(['create', '--type', 'sms_in', '--period', '2026-10', '--json'], { env })
  expect({ code: created.code, ...(JSON.parse(created.stdout) as object) }).toMatchObject({
    ...{ code: 0, export_type: 'sms_in', filters: { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' } },
  })
  const filters = ['--filter', 'export_type=sms_in,sms_out', '--filter', 'created_at_gteq=2026-11-19T00:00:00Z']
  const listed = await cli(['list', '--json', ...filters], { env })
  expect(JSON.parse(listed.stdout)).toMatchObject([{ export_type: 'sms_in' }])
  expect(sandbox.requests.at(-1)?.path).toBe(
    '/v3/exports?filter[export_type]=sms_in,sms_out&filter[created_at_gteq]=2026-11-19T00%3A00%3A00Z',
  )
  const args = ['pull', '--type', 'sms_out', '--period', '2026-10', '--out', out, '--format', 'ndjson']
  const pulled = await cli(args, { env })
  expect(pulled).toMatchObject({ code: 0, stderr: expect.stringContaining('20 ') as string })
  const lines = (await readFile(pulled.stdout.trim(), 'utf8')).trim().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(sandbox.calls(sandbox.exports.at(-1)?.id ?? ''))
  await rm(out, { recursive: true })
}, 30_000)

test.each([
  ['an own host and no token service', ['list', '--base-url', 'http://127.0.0.1:1'], 2, /DIDWW_AUTH_URL/],
  ['a type of no version', ['create', '--type', 'fax_in', '--period', '2026-10'], 2, /sms_out/],
  ['a filter that says nothing', ['list', '--auth-url', 'http://127.0.0.1:1', '--filter', 'x'], 2, /NAME=VALUE/],
])('%s: one line, before anything is sent', async (_name, args, wanted, message) => {
  const env = { ...VERSION, DIDWW_API_KEY: 'canary-key-7c02' }
  const { code, stdout, stderr } = await cli(args, { env })
  expect({ code, stdout }).toEqual({ code: wanted, stdout: '' })
  expect(stderr).toMatch(message)
})
