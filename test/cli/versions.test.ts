import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { ID, reply } from '../helpers/document.js'
import { serve } from '../helpers/serve.js'

const env = {
  DIDWW_API_KEY: 'canary-key-7c02',
  DIDWW_BASE_URL: inject('prism')['2026-04-16'] ?? '',
  DIDWW_API_VERSION: '2026-04-16',
}
const REFERENCE = '--external-reference-id'

test('update changes the reference and prints the export', async () => {
  const { code, stdout } = await cli(['update', ID, REFERENCE, 'test'], { env })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^external_reference_id +test$/m)
})

test.each([
  ['march', 'march'],
  ['', null],
])('update with the reference %j sends %j', async (given, sent) => {
  await using server = await serve(() => reply({ errors: [{ status: '404', detail: 'gone' }] }, 404))
  await cli(['update', ID, REFERENCE, given, '--base-url', server.origin], { env })
  const [request] = server.requests
  expect(request).toMatchObject({ method: 'PATCH', path: `/v3/exports/${ID}` })
  expect(JSON.parse(request?.body ?? '')).toEqual({
    data: { id: ID, type: 'exports', attributes: { external_reference_id: sent } },
  })
})

test.each([
  [
    'a version without update',
    ['update', ID, REFERENCE, 'x', '--api-version', '2022-05-10'],
    2,
    /2022-05-10 .*not_in_version.* 2026-04-16/,
  ],
  ['an update of nothing', ['update', ID], 2, /--external-reference-id/],
  ['a long reference', ['update', ID, REFERENCE, 'x'.repeat(101)], 5, /ValidationError/],
  ['a year out of the calendar', ['create', '--type', 'cdr_in', '--period', '2026-02-30'], 2, /malformed/],
])('%s: one line', async (_name, args, wanted, message) => {
  const { code, stdout, stderr } = await cli(args, { env })
  expect({ code, stdout }).toEqual({ code: wanted, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test.each([
  ['2026-03', '2026-03-01 00:00:00', '2026-04-01 00:00:00'],
  ['2026-03-05', '2026-03-05 00:00:00', '2026-03-06 00:00:00'],
  ['2026-02-20..2026-03-05', '2026-02-20 00:00:00', '2026-03-06 00:00:00'],
  ['2026-03-05T12:00:00Z..2026-03-05T12:30:00Z', '2026-03-05 12:00:00', '2026-03-05 12:30:00'],
])('the period %s becomes from and to', async (period, from, to) => {
  await using server = await serve(() => ({ status: 401 }))
  const args = ['create', '--type', 'cdr_out', '--period', period, '--callback-method', 'POST']
  await cli([...args, '--base-url', server.origin], { env })
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
    data: { attributes: { filters: { from, to }, callback_method: 'post' } },
  })
})

test.each(apiVersions)('pull under %s writes the calls of the month to disk', async (apiVersion) => {
  await using sandbox = createSandbox({ realTime: true, pendingFor: '20ms', processingFor: '20ms', rows: 50 })
  const dir = await mkdtemp(join(tmpdir(), 'didww-exports-versions-'))
  const args = ['pull', '--type', 'cdr_in', '--period', closedMonth.period, '--out', dir, '--api-version', apiVersion]
  const url = await sandbox.listen()
  const own = { DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: url, DIDWW_AUTH_URL: url }
  expect(await cli(args, { env: own })).toMatchObject({ code: 0 })
  expect(sandbox.exports.map((one) => one.api_version)).toEqual([apiVersion])
  const again = await cli([...args, '--json'], { env: own })
  expect(JSON.parse(again.stdout)).toMatchObject({ already: true, rows: 50, api_version: apiVersion })
  await rm(dir, { recursive: true })
})
