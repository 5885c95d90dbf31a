import { expect, inject, test } from 'vitest'
import { AuthenticationError, createExportsClient, NotFoundError, ValidationError } from '../../src/index.js'

const origin = inject('prism')['2021-12-15'] ?? ''
const ID = '77ebb57f-7b01-4178-bc84-9d1a8d2ae850'

const client = (example?: string, fetch?: typeof globalThis.fetch) =>
  createExportsClient({
    apiKey: 'key',
    baseUrl: origin,
    headers: example === undefined ? {} : { Prefer: example },
    fetch,
  })

test('waitUntilCompleted gives the completed export', async () => {
  const done = await client('example=completed').waitUntilCompleted(ID)
  expect(done.url).toBe('https://api.didww.com/v3/exports/baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz')
})

test('raw keeps the envelope and types it', async () => {
  const { data, response } = await client().raw.GET('/v3/exports/{id}', {
    params: { path: { id: ID } },
  })
  expect(response.status).toBe(200)
  expect(data?.data.attributes.status).toBe('Completed')
})

test('raw sends the media type of JSON:API, without which the document is refused', async () => {
  const { data } = await client().raw.POST('/v3/exports', {
    body: { data: { type: 'exports', attributes: { export_type: 'cdr_in', filters: { year: 2021, month: 12 } } } },
  })
  expect(data?.data.attributes.export_type).toBe('cdr_in')
})

test('a missing key is a 401', async () => {
  const keyless = client(undefined, (input, init) => {
    const request = new Request(input, init)
    request.headers.delete('Api-Key')
    return fetch(request)
  })
  const error = await keyless.list().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error).toMatchObject({
    status: 401,
    errors: [{ title: 'Unauthorized', detail: 'Authorization failed', code: '401', status: '401' }],
  })
})

test.each([
  ['month 13', { export_type: 'cdr_in', filters: { year: '2021', month: '13' } }],
  ['a missing year', { export_type: 'cdr_in', filters: { month: '12' } }],
  ['an unknown filter', { export_type: 'cdr_in', filters: { year: '2021', month: '12', did: '1' } }],
  ['an unknown export type', { export_type: 'sms_in', filters: { year: '2021', month: '12' } }],
  ['a day for inbound calls', { export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } }],
  [
    'a trunk that is no UUID',
    { export_type: 'cdr_out', filters: { year: '2021', month: '12', 'voice_out_trunk.id': 'x' } },
  ],
  ['a wrong callback URL', { export_type: 'cdr_in', filters: { year: '2021', month: '12' }, callback_url: 'ftp://x' }],
  [
    'a wrong callback method',
    { export_type: 'cdr_in', filters: { year: '2021', month: '12' }, callback_method: 'PUT' },
  ],
])('%s is a 422 with its pointer', async (_name, attributes) => {
  const error = await client()
    .create(attributes as never)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ValidationError)
  expect(error).toMatchObject({
    status: 422,
    code: 'invalid_request',
    fieldErrors: [{ pointer: '/data/attributes/filters', code: '100', title: 'from not valid' }],
  })
})

const march = { from: '2026-03-01 00:00:00', to: '2026-04-01 00:00:00' }
test.each([
  ['a missing end', { export_type: 'cdr_in', filters: { from: march.from } }],
  ['a time without seconds', { export_type: 'cdr_in', filters: { ...march, to: '2026-04-01 00:00' } }],
  ['an offset', { export_type: 'cdr_in', filters: { ...march, to: '2026-04-01T00:00:00+02:00' } }],
  ['a year', { export_type: 'cdr_in', filters: { ...march, year: '2026' } }],
  ['a trunk for inbound calls', { export_type: 'cdr_in', filters: { ...march, 'voice_out_trunk.id': ID } }],
  ['a DID for outbound calls', { export_type: 'cdr_out', filters: { ...march, did_number: '1' } }],
  ['an upper-case callback method', { export_type: 'cdr_in', filters: march, callback_method: 'POST' }],
  ['a long reference', { export_type: 'cdr_in', filters: march, external_reference_id: 'x'.repeat(101) }],
])('%s is a 422 of 2026-04-16', async (_name, attributes) => {
  const didww = createExportsClient({
    apiKey: 'key',
    apiVersion: '2026-04-16',
    baseUrl: inject('prism')['2026-04-16'] ?? '',
  })
  await expect(didww.create(attributes as never)).rejects.toBeInstanceOf(ValidationError)
})

test('an unknown id is a 404', async () => {
  const error = await client('code=404')
    .retrieve('21e02b15-806d-44b3-b67f-434ea6c44f61')
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(NotFoundError)
  expect((error as NotFoundError).message).toContain('could not be found')
})
