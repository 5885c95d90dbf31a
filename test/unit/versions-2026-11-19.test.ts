import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExportsClient, type ExportType } from '../../src/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'

const VERSION = '2026-11-19'
const october = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
const types: ExportType<typeof VERSION>[] = ['cdr_in', 'cdr_out', 'sms_in', 'sms_out']
let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-2026-11-19-'))
})
afterAll(() => rm(dir, { recursive: true }))

const clientOf = async (sandbox: Sandbox) => {
  const { apiKey, clock } = sandbox
  const baseUrl = await sandbox.listen()
  return createExportsClient({ apiVersion: VERSION, apiKey, clock, baseUrl, authUrl: sandbox.authUrl })
}

test.each(types)('a month of %s is pulled, and its unknown columns are under other', async (type) => {
  await using sandbox = createSandbox({ now: '2026-11-20T12:00:00Z', rows: 60 })
  const didww = await clientOf(sandbox)
  const attributes = { export_type: type, filters: october }
  const records: object[] = []
  for await (const one of didww.pull(attributes as never, { dir: join(dir, type) })) records.push(one)
  expect(records).toHaveLength(60)
  expect(records).toEqual(sandbox.calls({ ...attributes, apiVersion: VERSION }))
  const { other } = records[0] as { other: Record<string, string> }
  expect(Object.keys(other).every((name) => name.startsWith('Sandbox '))).toBe(true)
  expect(other['Sandbox Destination']).toMatch(/\d/)
  const before = sandbox.requests.length
  for await (const one of didww.pull(attributes as never, { dir: join(dir, type) })) expect(one).toBeDefined()
  expect(sandbox.requests.length).toBe(before)
})

test('filters of every kind narrow what is exported', () => {
  const sandbox = createSandbox({ now: '2026-11-20T12:00:00Z', rows: 300 })
  const count = (export_type: string, filters: object): number =>
    sandbox.calls({ export_type, filters: { ...october, ...filters }, apiVersion: VERSION }).length
  for (const [type, filter] of [
    ['cdr_in', { source_country_iso: 'GB' }],
    ['sms_in', { status: 'Failed' }],
    ['sms_in', { trunk_type: 'Email' }],
    ['sms_in', { source_address_cont: '447' }],
    ['sms_out', { service_type: 'P2P' }],
    ['sms_in', { 'sms_trunk.id': sandbox.trunks[0]?.id }],
    ['cdr_out', { 'voice_out_trunk.id': sandbox.trunks[0]?.id }],
  ] as const) {
    expect(count(type, filter), JSON.stringify(filter)).toBeGreaterThan(0)
    expect(count(type, filter), JSON.stringify(filter)).toBeLessThan(300)
  }
  const [email, smpp] = [count('sms_in', { trunk_type: 'Email' }), count('sms_in', { trunk_type: 'SMPP SMSC' })]
  expect(count('sms_in', { trunk_type: ['Email', 'SMPP SMSC'] })).toBe(email + smpp)
  expect(count('sms_in', { source_address_eq: 'nobody' })).toBe(0)
})

test('a pull sends several values as a list where the filter takes one, and a value with a comma unchanged', async () => {
  await using sandbox = createSandbox({ now: '2026-11-20T12:00:00Z', rows: 60 })
  const didww = await clientOf(sandbox)
  const trunks = sandbox.trunks
    .slice(0, 2)
    .map(({ id }) => id)
    .sort()
  for (const [name, filters] of Object.entries({
    lists: { trunk_type: ['Email', 'SMPP SMSC'], 'sms_trunk.id': trunks },
    comma: { source_address_eq: 'a,b', trunk_type: 'Email' },
  })) {
    const attributes = { export_type: 'sms_in', filters: { ...october, ...filters } } as const
    const records: object[] = []
    for await (const one of didww.pull(attributes as never, { dir: join(dir, name) })) records.push(one)
    expect(records).toEqual(sandbox.calls({ ...attributes, apiVersion: VERSION }))
    expect(sandbox.exports.at(-1)?.filters).toMatchObject(filters)
  }
})

test('the list takes every documented filter', async () => {
  await using sandbox = createSandbox({ now: '2026-11-20T12:00:00Z', rows: 3 })
  const didww = await clientOf(sandbox)
  const ids: string[] = []
  for (const export_type of types) {
    ids.push((await didww.create({ export_type, filters: october, external_reference_id: export_type } as never)).id)
    sandbox.advance('1h')
  }
  const old = createExportsClient({ apiKey: sandbox.apiKey, clock: sandbox.clock, baseUrl: sandbox.url })
  const { id } = await old.create({ export_type: 'cdr_in', filters: { year: 2026, month: 10 } })
  type Query = NonNullable<Parameters<typeof didww.list>[0]>
  const found = async (filter: Query['filter']): Promise<string[]> =>
    (await didww.list({ filter, sort: 'created_at' } as Query)).data.map((one) => one.id)
  expect(await found({ export_type: ['sms_in', 'cdr_out'] })).toEqual([ids[1], ids[2]])
  expect(await found({ export_type: ['cdr_in'] })).toEqual([ids[0], id])
  expect(await found({ id: [ids[3] ?? '', ids[0] ?? ''] })).toEqual([ids[0], ids[3]])
  expect(await found({ status: ['pending', 'processing'] })).toEqual([id])
  expect(await found({ external_reference_id: 'sms_out' })).toEqual([ids[3]])
  expect(await found({ created_at_gteq: '2026-11-20T14:00:00Z', created_at_lteq: '2026-11-20T15:00:00Z' })).toEqual(
    ids.slice(2),
  )
  const listed = (await didww.list({ filter: { id: [id] } })).data[0]
  expect(listed?.filters).toEqual({ year: '2026', month: '10' })
  expect(sandbox.requests.at(-1)?.path).toBe(`/v3/exports?filter[id]=${id}`)
  const walked: string[] = []
  const query = { filter: { export_type: ['sms_in', 'sms_out'] }, page: { size: 1 } } satisfies Query
  for await (const one of didww.listAll(query)) walked.push(one.export_type)
  expect(walked.sort()).toEqual(['sms_in', 'sms_out'])
  for (const filter of [{ bogus: '1' }, { status: ['Pending'] }, { id: ['x'] }, { export_type: [''] }]) {
    await expect(found(filter as never), JSON.stringify(filter)).rejects.toMatchObject({ status: 400 })
  }
})

test('callback_url and callback_method are given together or not at all', async () => {
  await using sandbox = createSandbox({ now: '2026-11-20T12:00:00Z' })
  const didww = await clientOf(sandbox)
  const create = (callback: object): Promise<object> =>
    didww.create({ export_type: 'sms_in', filters: october, ...callback } as never)
  await expect(create({ callback_url: 'https://example.com' })).rejects.toMatchObject({ name: 'ValidationError' })
  await expect(create({ callback_method: 'post' })).rejects.toMatchObject({ name: 'ValidationError' })
  await expect(create({ callback_url: 'ftp://example.com', callback_method: 'post' })).rejects.toMatchObject({
    fieldErrors: [{ pointer: '/data/attributes/callback_url' }],
  })
  expect(await create({ callback_url: 'example.com/x?y=1', callback_method: 'get' })).toMatchObject({
    callback_url: 'example.com/x?y=1',
    callback_method: 'get',
  })
})
