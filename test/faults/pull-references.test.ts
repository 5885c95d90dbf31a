import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { unitOf } from '../../src/pull/units/unit-of.js'
import { createSandbox, type Fault, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'

const NOW = '2026-11-20T12:00:00Z'
const apiVersion = '2026-04-16'
const october = { export_type: 'cdr_in', filters: { from: '2026-10-01T00:00:00Z', to: '2026-11-01 00:00:00' } } as const
const KEY = unitOf(apiVersion, 'default', october).key

let dir = ''
let sandbox: Sandbox

const start = async (faults: Fault[] = [], options: SandboxOptions = {}): Promise<void> => {
  sandbox = createSandbox({ seed: 4, now: NOW, rows: 300, apiVersion, faults, ...options })
  await sandbox.listen()
}
const client = (fetch?: typeof globalThis.fetch) => {
  const { apiKey, url: baseUrl, clock } = sandbox
  return createExportsClient({ apiVersion, apiKey, baseUrl, clock, random: () => 0, fetch })
}
const pull = async (attributes = october as Parameters<ReturnType<typeof client>['pull']>[0]): Promise<object[]> => {
  const rows: object[] = []
  for await (const call of client().pull(attributes, { dir })) rows.push(call)
  return rows
}
const state = async (): Promise<{ possible_orphans: number; generation: number; export_id: string }> => {
  const [name = ''] = await readdir(join(dir, '.didww', 'units'))
  return JSON.parse(await readFile(join(dir, '.didww', 'units', name), 'utf8')) as Awaited<ReturnType<typeof state>>
}
const count = (operation: string): number => sandbox.requests.filter((one) => one.operation === operation).length
const refusing: Fault = { on: 'createExport', do: { status: 503, body: '<html>busy</html>', contentType: 'text/html' } }

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-references-'))
})
afterEach(async () => {
  await sandbox.close()
  await rm(dir, { recursive: true, force: true })
})

test('every generation has a reference of its own', async () => {
  await start()
  await pull()
  for await (const call of client().pull(october, { dir, refresh: true })) if (call.status !== null) break
  expect(sandbox.exports.map((one) => one.external_reference_id)).toEqual([`${KEY}-g1`, `${KEY}-g2`])
  expect(count('createExport')).toBe(2)
})

test('an export of another version under the reference is not used: its file has other columns', async () => {
  await start()
  const { apiKey, clock, url: baseUrl, authUrl } = sandbox
  const next = createExportsClient({ apiVersion: '2026-11-19', apiKey, baseUrl, authUrl, clock })
  const filters = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
  const other = await next.create({ export_type: 'cdr_in', filters, external_reference_id: `${KEY}-g1` })
  const rows = await pull()
  expect(rows).toEqual(sandbox.calls({ ...october, apiVersion }))
  expect(rows.length).toBeGreaterThan(50)
  expect(sandbox.exports.map((one) => one.external_reference_id)).toEqual([`${KEY}-g1`, `${KEY}-g2`])
  expect(await state()).toMatchObject({ generation: 2, export_id: sandbox.exports[1]?.id })
  expect(other.id).toBe(sandbox.exports[0]?.id)
})

const ADOPTED: [string, Fault[]][] = [
  ['the answer is lost', [{ on: 'createExport', do: { loseAnswer: true } }]],
  ['a proxy answers 502 for it', [{ on: 'createExport', do: { status: 502, carriedOut: true } }]],
  ['it appears half a minute later', [{ on: 'createExport', do: { late: 30_000 } }]],
  [
    'the list lags by half a minute',
    [
      { on: 'createExport', do: { loseAnswer: true } },
      { on: 'listExports', nth: 'every', do: { lag: 30_000 } },
    ],
  ],
]
test.each(ADOPTED)('an export that was created is found and adopted when %s', async (_name, faults) => {
  await start(faults)
  expect(await pull()).toEqual(sandbox.calls(october))
  expect(sandbox.exports).toHaveLength(1)
  expect(count('createExport')).toBe(1)
  expect(await state()).toMatchObject({ possible_orphans: 0, export_id: sandbox.exports[0]?.id })
})

test('an export that does not appear within a minute is created again; a late one is noted and does no harm', async () => {
  await start([{ on: 'createExport', do: { late: 90_000 } }])
  const before = sandbox.clock.now()
  expect(await pull()).toEqual(sandbox.calls(october))
  expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(60_000)
  expect(count('createExport')).toBe(2)
  // Two for the version, one by `create()` for candidates, six until the minute is over.
  expect(count('listExports')).toBe(9)
  expect(await state()).toMatchObject({ possible_orphans: 1 })
})

test('a create request that was not carried out is sent again after a minute', async () => {
  await start([refusing])
  expect(await pull()).toEqual(sandbox.calls(october))
  expect(sandbox.exports).toHaveLength(1)
})

test('an export with the same filters but another reference is not adopted, whatever the list contains', async () => {
  await start()
  await client().create({ ...october, external_reference_id: 'somebody else' })
  await client().create(october)
  // A server that ignores the filter and lists everything.
  const deaf: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    url.searchParams.delete('filter[external_reference_id]')
    return fetch(new Request(url, request))
  }
  sandbox.inject(refusing)
  const rows: object[] = []
  for await (const call of client(deaf).pull(october, { dir })) rows.push(call)
  expect(rows).toHaveLength(300)
  expect(sandbox.exports.at(-1)?.external_reference_id).toBe(`${KEY}-g1`)
  expect((await state()).export_id).toBe(sandbox.exports.at(-1)?.id)
})

test('after a run that ended between create request and answer, the next one adopts the oldest export and notes the others', async () => {
  await start()
  const caller = new AbortController()
  const dying: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const answer = await fetch(request.clone())
    if (request.method === 'POST') caller.abort(new Error('killed'))
    return answer
  }
  const walk = async (): Promise<void> => {
    for await (const call of client(dying).pull(october, { dir, signal: caller.signal })) expect(call).toBeDefined()
  }
  await expect(walk()).rejects.toThrow('killed')
  expect(sandbox.exports).toHaveLength(1)
  sandbox.advance('5s')
  await client().create({ ...october, external_reference_id: `${KEY}-g1` })
  const before = count('createExport')
  expect(await pull()).toEqual(sandbox.calls(october))
  expect(count('createExport')).toBe(before)
  expect(await state()).toMatchObject({ export_id: sandbox.exports[0]?.id, possible_orphans: 1 })
})

test('after a refused create request there is no export to search for', async () => {
  await start([{ on: 'createExport', nth: [1, 2, 3, 4], do: { status: 429 } }])
  await expect(pull()).rejects.toMatchObject({ code: 'rate_limited' })
  const before = sandbox.clock.now()
  await pull()
  expect(sandbox.clock.now() - before).toBeLessThan(50_000)
  expect(await state()).toMatchObject({ possible_orphans: 0 })
})

test('a month that has not ended is requested up to five minutes ago, since clocks differ, and pulled again until it has settled', async () => {
  await start()
  const november = {
    export_type: 'cdr_in',
    filters: { from: '2026-11-01 00:00:00', to: '2026-12-01 00:00:00' },
  } as const
  const early = await pull(november)
  expect(early).toEqual(sandbox.calls({ ...november, filters: { ...november.filters, to: '2026-11-20 11:55:00' } }))
  expect(sandbox.exports[0]?.filters).toEqual({ from: '2026-11-01 00:00:00', to: '2026-11-20 11:55:00' })
  sandbox.advance('13d')
  expect(await pull(november)).toEqual(sandbox.calls(november))
  expect(await state()).toMatchObject({ generation: 2 })
  const before = sandbox.requests.length
  await pull(november)
  expect(sandbox.requests).toHaveLength(before)
})
