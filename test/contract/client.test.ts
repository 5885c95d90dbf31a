import { readFile } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { AuthenticationError, createExportsClient, NotFoundError, ValidationError } from '../../src/index.js'

const origin = inject('prism')['2021-12-15'] ?? ''

interface Example {
  value: { data: { id: string; attributes: Record<string, unknown> } & Record<string, unknown> }
}
interface Spec {
  paths: Record<
    string,
    Record<
      string,
      {
        requestBody?: { content: Record<string, { examples: Record<string, Example> }> }
        responses: Record<string, { content?: Record<string, { examples: Record<string, Example> }> }>
      }
    >
  >
}
const spec = JSON.parse(await readFile('generated/openapi/2021-12-15.json', 'utf8')) as Spec
const JSON_API = 'application/vnd.api+json'

const operation = (path: string, method: string) => {
  const found = spec.paths[path]?.[method]
  if (!found) throw new Error(`the spec has no ${method} ${path}`)
  return found
}
const answers = (path: string, method: string, status: string): [string, Example['value']][] =>
  Object.entries(operation(path, method).responses[status]?.content?.[JSON_API]?.examples ?? {}).map(
    ([name, { value }]) => [name, value],
  )

const client = (example?: string, fetch?: typeof globalThis.fetch) =>
  createExportsClient({
    apiKey: 'key',
    baseUrl: origin,
    headers: example === undefined ? {} : { Prefer: example },
    fetch,
  })

const create = operation('/v3/exports', 'post')
const requests = create.requestBody?.content[JSON_API]?.examples ?? {}

test('the document has its five examples', () => {
  expect(Object.keys(requests)).toEqual([
    'cdr-in',
    'cdr-in-callback',
    'cdr-out-day',
    'cdr-out-day-callback',
    'cdr-out-month',
  ])
  expect(answers('/v3/exports', 'post', '201').map(([name]) => name)).toEqual(Object.keys(requests))
})

test.each(answers('/v3/exports', 'post', '201'))(
  'create makes the request %s and gets its answer',
  async (name, document) => {
    const wanted = requests[name]?.value
    const sent: unknown[] = []
    const spy: typeof fetch = async (input, init) => {
      const request = new Request(input, init)
      sent.push(await request.clone().json())
      return fetch(request)
    }
    const created = await client(`example=${name}`, spy).create(wanted?.data.attributes as never)
    expect(sent).toEqual([wanted])
    expect(created).toEqual({ id: document.data.id, ...document.data.attributes })
  },
)

test.each(answers('/v3/exports/{id}', 'get', '200'))('retrieve gets the example %s', async (name, document) => {
  const one = await client(`example=${name}`).retrieve(document.data.id)
  expect(one).toEqual({ id: document.data.id, ...document.data.attributes })
})

test.each(answers('/v3/exports', 'get', '200'))('list and listAll get the example %s', async (name, document) => {
  const { data, meta, links } = document as unknown as {
    data: { id: string; attributes: object }[]
    meta: object
    links: object
  }
  const exports = data.map(({ id, attributes }) => ({ id, ...attributes }))
  const page = await client(`example=${name}`).list({ sort: '-created_at', page: { number: 1, size: 50 } })
  expect(page).toEqual({ data: exports, meta, links })
  const all = []
  for await (const one of client(`example=${name}`).listAll()) all.push(one)
  expect(all).toEqual(exports)
})

test('waitUntilCompleted gives the completed export', async () => {
  const done = await client('example=completed').waitUntilCompleted('77ebb57f-7b01-4178-bc84-9d1a8d2ae850')
  expect(done.url).toBe('https://api.didww.com/v3/exports/baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz')
})

test('raw keeps the envelope and types it', async () => {
  const { data, response } = await client().raw.GET('/v3/exports/{id}', {
    params: { path: { id: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850' } },
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

test('no key is a 401', async () => {
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
  ['a missing trunk', { export_type: 'cdr_out', filters: { year: '2021', month: '12' } }],
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

test('an unknown id is a 404', async () => {
  const error = await client('code=404')
    .retrieve('21e02b15-806d-44b3-b67f-434ea6c44f61')
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(NotFoundError)
  expect((error as NotFoundError).message).toContain('could not be found')
})
