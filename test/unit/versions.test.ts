import { expect, test } from 'vitest'
import { facts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import { createAnyClient } from '../../src/create-exports-client.js'
import { createExportsClient } from '../../src/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { unitOf } from '../../src/pull/units/unit-of.js'
import { ID, reply } from '../helpers/document.js'
import { serve } from '../helpers/serve.js'

const march = { from: '2026-03-01 00:00:00', to: '2026-04-01T00:00:00Z' }

test('update exists at run time only where the version has it', () => {
  const having = apiVersions.filter(
    (apiVersion) => 'update' in createAnyClient({ apiVersion, apiKey: 'key', environment: 'sandbox' }),
  )
  expect(having).toEqual(apiVersions.filter((version) => facts[version].operations.updateExport))
  expect(having).toContain('2026-04-16')
  expect(having).not.toContain('2022-05-10')
})

test('times as toISOString() writes them are taken by create and pull, and sent as documented', async () => {
  await using sandbox = createSandbox({ now: '2026-04-08T05:30:16.663Z' })
  const { apiKey, clock } = sandbox
  const didww = createExportsClient({ apiVersion: '2026-04-16', apiKey, baseUrl: await sandbox.listen(), clock })
  const filters = {
    from: new Date(Date.UTC(2026, 2, 1)).toISOString(),
    to: new Date(Date.UTC(2026, 3, 1)).toISOString(),
  }
  const { filters: shown } = await didww.create({ export_type: 'cdr_in', filters })
  expect(shown).toEqual({ from: '2026-03-01 00:00:00', to: '2026-04-01 00:00:00' })
  expect(unitOf('2026-04-16', 'a', { export_type: 'cdr_in', filters }).key).toBe(
    unitOf('2026-04-16', 'a', { export_type: 'cdr_in', filters: march }).key,
  )
  const broken = { ...filters, to: '2026-04-01T00:00:00.500Z' }
  await expect(didww.create({ export_type: 'cdr_in', filters: broken })).rejects.toMatchObject({ status: 422 })
})

test('create, find by reference, change and clear it', async () => {
  await using sandbox = createSandbox({ now: '2026-04-08T05:30:16.663Z' })
  const { apiKey, clock } = sandbox
  const baseUrl = await sandbox.listen()
  const didww = createExportsClient({ apiVersion: '2026-04-16', apiKey, baseUrl, clock })
  const created = await didww.create({ export_type: 'cdr_in', filters: march, external_reference_id: 'march' })
  expect(created).toMatchObject({
    status: 'pending',
    external_reference_id: 'march',
    filters: { from: '2026-03-01 00:00:00', to: '2026-04-01 00:00:00' },
  })
  await didww.create({ export_type: 'cdr_out', filters: march })
  const find = async (reference: string): Promise<string[]> => {
    const ids: string[] = []
    for await (const one of didww.listAll({ filter: { external_reference_id: reference } })) ids.push(one.id)
    return ids
  }
  expect(await find('march')).toEqual([created.id])
  const changed = await didww.update(created.id, { external_reference_id: 'april' })
  expect(changed).toEqual({ ...created, external_reference_id: 'april' })
  expect(await find('march')).toEqual([])
  expect((await didww.update(created.id, { external_reference_id: null })).external_reference_id).toBeNull()
  await expect(didww.update(created.id, { external_reference_id: 'x'.repeat(101) })).rejects.toMatchObject({
    name: 'ValidationError',
    fieldErrors: [{ pointer: '/data/attributes/external_reference_id' }],
  })
  const before = sandbox.requests.length
  await expect(didww.update('../x', { external_reference_id: 'x' })).rejects.toMatchObject({ code: 'invalid_id' })
  expect(sandbox.requests).toHaveLength(before)
})

const attributes = {
  status: 'pending',
  url: null,
  created_at: '2026-04-08T05:30:16.663Z',
  callback_url: null,
  callback_method: null,
  export_type: 'cdr_in',
  external_reference_id: null,
  filters: { from: '2026-03-01 00:00:00', to: '2026-04-01 00:00:00' },
}
const ANSWERS: [string, object, boolean][] = [
  ['as documented', {}, true],
  ['filters of an earlier version', { filters: { year: '2026', month: '3' } }, true],
  ['a type of a later version', { export_type: 'sms_in', filters: { source: '1' } }, true],
  ['no filters', { filters: undefined }, true],
  ['filters that are null', { filters: null }, true],
  ['a time that is a number', { filters: { from: 1 } }, true],
  ['no reference', { external_reference_id: undefined }, true],
  ['a status of an earlier version', { status: 'Pending' }, false],
]
test.each(ANSWERS)('an answer with %s', async (_name, change, isAccepted) => {
  const data = { id: ID, type: 'exports', attributes: { ...attributes, ...change } }
  await using server = await serve(() => reply({ data, meta: { api_version: '2026-04-16' } }))
  const didww = createExportsClient({ apiVersion: '2026-04-16', apiKey: 'key', baseUrl: server.origin })
  const outcome = await didww.retrieve(ID).catch((error: unknown) => error)
  if (isAccepted) expect(outcome).toEqual({ id: ID, ...data.attributes })
  else expect(outcome).toMatchObject({ name: 'ProtocolError', code: 'unexpected_shape' })
})
