import formats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { facts } from '../../generated/facts.js'
import { tokenFacts } from '../../generated/token-facts.js'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { createSandbox } from '../../src/sandbox/create-sandbox.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'

interface Answer {
  $ref?: string
  content?: Record<string, { schema: object }>
}
interface Operation {
  operationId: string
  requestBody?: { content: Record<string, { examples: Record<string, { value: Given }> }> }
  responses: Record<string, Answer>
}
interface Given {
  data: { attributes: { export_type: string; filters: Record<string, string> } }
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, Answer>; schemas: Record<string, { discriminator?: { mapping?: unknown } }> }
}

const documentOf = (version: string): Document =>
  JSON.parse(readFileSync(`generated/openapi/${version}.json`, 'utf8')) as Document

/** Judges answers by the document alone, with nothing of the sandbox. */
const judgeOf = (version: ApiVersion) => {
  const document = documentOf(version)
  for (const schema of Object.values(document.components.schemas)) delete schema.discriminator?.mapping
  const ajv = new Ajv2020({ discriminator: true, allErrors: true, strict: false, logger: false })
  formats.default(ajv)
  ajv.addSchema({ $id: 'document', ...document })
  const operations = Object.entries(document.paths)
    .sort(([a], [b]) => b.length - a.length)
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        operation,
      })),
    )
  return async (method: string, url: URL, response: Response): Promise<string> => {
    const operation = operations.find((one) => one.method === method && one.pattern.test(url.pathname))?.operation
    if (!operation) throw new Error(`no operation at ${method} ${url.pathname}`)
    const { responses, operationId } = operation
    const named = responses[response.status] ?? responses[`${Math.floor(response.status / 100)}XX`]
    const what = `${operationId} ${response.status}`
    if (!named) throw new Error(`${what} is not documented`)
    const answer = named.$ref === undefined ? named : document.components.responses[named.$ref.split('/').at(-1) ?? '']
    expect(response.headers.get('X-Request-Id'), what).toMatch(/^[0-9a-f-]{36}$/)
    const text = await response.clone().text()
    // Where tokens are taken, a request without one is refused without a word.
    if (response.status === 401 && text === '' && facts[version].token) return `${what} without a body`
    if (!answer?.content) {
      expect(text, `${what} has no body`).toBe('')
      return what
    }
    const type = response.headers.get('Content-Type') ?? ''
    const media = answer.content[type]
    if (!media) throw new Error(`${what}: ${type} is not documented`)
    if (!type.endsWith('json')) return what
    const schema = JSON.parse(JSON.stringify(media.schema).replaceAll('"#/', '"document#/')) as object
    const validate = ajv.compile(schema)
    expect(validate(JSON.parse(text)) || validate.errors, what).toBe(true)
    return what
  }
}

const firstExampleOf = (version: ApiVersion): Given => {
  const create = documentOf(version).paths['/v3/exports']?.['post']
  const [first] = Object.values(create?.requestBody?.content[facts[version].mediaType]?.examples ?? {})
  if (!first) throw new Error(`${version} has no example of a create`)
  return first.value
}
const monthStart = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))
const monthBefore = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1))
const spaced = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')

/** A moment at which the period of an example has just passed. */
const momentAfter = ({ year, month, to }: Record<string, string>): number =>
  to === undefined ? Date.UTC(Number(year), Number(month), 2) : Date.parse(`${to.slice(0, 10)}T00:00:00Z`) + 86_400_000

const seen = new Set<string>()

/** What proves to a sandbox who asks, and asks for a version. */
const credentials = async (sandbox: Sandbox, version: ApiVersion, scope = 'full'): Promise<Record<string, string>> => {
  const { keyHeader, versionHeader, token } = facts[version]
  if (!token) return { [keyHeader]: sandbox.apiKey, ...(versionHeader !== undefined && { [versionHeader]: version }) }
  const response = await sandbox.fetch(sandbox.authUrl + tokenFacts.path, {
    method: tokenFacts.method,
    headers: { [tokenFacts.keyHeader]: sandbox.apiKey },
    body: JSON.stringify({ aud: token.audience, scope, api_version: version }),
  })
  expect(response.status).toBe(200)
  return { Authorization: `Bearer ${((await response.json()) as { access_token: string }).access_token}` }
}

/** The credentials of a version with another value. */
const refused = (version: ApiVersion, value: string): Record<string, string> =>
  facts[version].token ? { Authorization: value && `Bearer ${value}` } : { [facts[version].keyHeader]: value }

describe.each(apiVersions)('every answer of %s is in the document', (version: ApiVersion) => {
  const { keyHeader, mediaType } = facts[version]
  const wrong = refused(version, 'wrong')
  const judge = judgeOf(version)
  const create = documentOf(version).paths['/v3/exports']?.['post']
  const examples = Object.entries(create?.requestBody?.content[mediaType]?.examples ?? {})
  const [, example] = examples[0] ?? ['', { value: { data: { attributes: { export_type: '', filters: {} } } } }]
  const { export_type: type, filters } = example.value.data.attributes

  const sandboxAt = (now: number, options = {}): Sandbox =>
    createSandbox({ now, rows: 3, apiVersion: version, rateLimit: Infinity, ...options })

  const ask = async (
    sandbox: Sandbox,
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<Response> => {
    const url = new URL(path, 'http://127.0.0.1')
    const response = await sandbox.fetch(url, {
      method,
      headers: {
        ...(await credentials(sandbox, version)),
        ...(body !== undefined && { 'Content-Type': mediaType }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    seen.add(`${version} ${await judge(method, url, response)}`)
    return response
  }

  const created = async (sandbox: Sandbox, given: Given): Promise<string> => {
    const response = await ask(sandbox, 'POST', '/v3/exports', given)
    expect(response.status).toBe(201)
    return ((await response.json()) as { data: { id: string } }).data.id
  }

  it.each(examples)('through its life: %s', async (_, { value }) => {
    const sandbox = sandboxAt(momentAfter(value.data.attributes.filters))
    const id = await created(sandbox, value)
    for (const by of ['0s', '3s', '8s'] as const) {
      sandbox.advance(by)
      expect((await ask(sandbox, 'GET', `/v3/exports/${id}`)).status).toBe(200)
      expect((await ask(sandbox, 'GET', '/v3/exports')).status).toBe(200)
    }
    const file = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
    expect((await ask(sandbox, 'GET', file)).status).toBe(200)
    expect((await ask(sandbox, 'GET', file, undefined, wrong)).status).toBe(401)
    sandbox.advance('32d')
    expect((await ask(sandbox, 'GET', file)).status).toBe(404)
    expect((await ask(sandbox, 'GET', `/v3/exports/${id}`)).status).toBe(404)
  })

  it.each([
    [400, 'GET', '/v3/exports?page[size]=101'],
    [400, 'GET', '/v3/exports?page[number]=0'],
    [400, 'GET', '/v3/exports?page[size]=many'],
    [400, 'GET', '/v3/exports?page[what]=1'],
    [400, 'GET', '/v3/exports?sort=bogus'],
    [400, 'GET', '/v3/exports?filter[bogus]=1'],
    [400, 'GET', '/v3/exports?fields[exports]=bogus'],
    [400, 'GET', '/v3/exports?fields[bogus]=status'],
    [406, 'GET', '/v3/exports', undefined, { Accept: 'text/html' }],
    [406, 'GET', '/v3/exports', undefined, { Accept: `${mediaType};ext=1` }],
    [401, 'GET', '/v3/exports', undefined, refused(version, '')],
    [401, 'GET', '/v3/exports', undefined, wrong],
    [404, 'GET', '/v3/exports/21e02b15-806d-44b3-b67f-434ea6c44f61'],
    [404, 'GET', '/v3/exports/..%2f'],
    [404, 'GET', '/v3/exports/21e02b15-806d-44b3-b67f-434ea6c44f61.csv.gz'],
    [400, 'POST', '/v3/exports', '{'],
    [400, 'POST', '/v3/exports', 'null'],
    [400, 'POST', '/v3/exports', {}],
    [400, 'POST', '/v3/exports', { data: { type: 'exports', attributes: { export_type: type, filters, bogus: 1 } } }],
    [415, 'POST', '/v3/exports', {}, { 'Content-Type': 'application/json' }],
    [415, 'POST', '/v3/exports', {}, { 'Content-Type': `${mediaType}; charset=utf-8` }],
    [406, 'POST', '/v3/exports', {}, { Accept: 'application/json' }],
    [401, 'POST', '/v3/exports', {}, wrong],
    [401, 'GET', '/v3/exports', undefined, refused(version, createSandbox().apiKey.replace(/.$/, 'x'))],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: {} } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: null } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: 5 } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: 'x' } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: [] } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: true } }],
    [422, 'POST', '/v3/exports', { data: { type: 'wrong', attributes: { export_type: type, filters } } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: { export_type: 'x', filters } } }],
    [422, 'POST', '/v3/exports', { data: { type: 'exports', attributes: { export_type: type, filters: {} } } }],
    [
      422,
      'POST',
      '/v3/exports',
      { data: { type: 'exports', attributes: { export_type: type, filters: { ...filters, bogus: 1 } } } },
    ],
  ])('%i %s %s', async (status, method, path, body?: unknown, headers = {}) => {
    expect((await ask(sandboxAt(momentAfter(filters)), method, path, body, headers)).status).toBe(status)
  })

  it('422 outside the window, 429 beyond the limit', async () => {
    const late = sandboxAt(momentAfter(filters) + 93 * 86_400_000)
    expect((await ask(late, 'POST', '/v3/exports', example.value)).status).toBe(422)
    const busy = sandboxAt(momentAfter(filters), { rateLimit: 1 })
    await ask(busy, 'GET', '/v3/exports')
    expect((await ask(busy, 'GET', '/v3/exports')).status).toBe(429)
    expect((await ask(busy, 'POST', '/v3/exports', example.value)).status).toBe(429)
    expect((await ask(busy, 'GET', '/v3/exports/21e02b15-806d-44b3-b67f-434ea6c44f61.csv.gz')).status).toBe(429)
  })

  it('to an update, where the version has it', async () => {
    const sandbox = sandboxAt(momentAfter(filters))
    const id = await created(sandbox, example.value)
    const patch = async (attributes: object, of = id, headers = {}): Promise<number> =>
      (await ask(sandbox, 'PATCH', `/v3/exports/${of}`, { data: { id, type: 'exports', attributes } }, headers)).status
    if (!facts[version].operations.updateExport) {
      const refused = await sandbox.fetch(`http://127.0.0.1/v3/exports/${id}`, {
        method: 'PATCH',
        headers: { [keyHeader]: sandbox.apiKey },
      })
      expect(refused.status).toBe(405)
      return
    }
    const stranger = '21e02b15-806d-44b3-b67f-434ea6c44f61'
    expect(await patch({ external_reference_id: 'march' })).toBe(200)
    expect(sandbox.exports[0]?.external_reference_id).toBe('march')
    expect(await patch({ external_reference_id: null })).toBe(200)
    expect(sandbox.exports[0]?.external_reference_id).toBeNull()
    expect(await patch({ external_reference_id: 'x'.repeat(101) })).toBe(422)
    expect(await patch({ external_reference_id: 'x', callback_url: null })).toBe(400)
    expect(await patch({ external_reference_id: 'x' }, stranger)).toBe(404)
    expect(await patch({ external_reference_id: 'x' }, id, wrong)).toBe(401)
    expect(await patch({ external_reference_id: 'x' }, id, { Accept: 'text/html' })).toBe(406)
    expect(await patch({ external_reference_id: 'x' }, id, { 'Content-Type': 'application/json' })).toBe(415)
  })

  it('of a list by reference and by id, where the version has them', async () => {
    const sandbox = sandboxAt(momentAfter(filters))
    const reference = facts[version].reference
    if (!reference) {
      expect((await ask(sandbox, 'GET', '/v3/exports?filter[id]=x')).status).toBe(400)
      return
    }
    const named = (name: string): Given => {
      const { attributes } = example.value.data
      return { data: { type: 'exports', attributes: { ...attributes, [reference.attribute]: name } } } as Given
    }
    const ids = [await created(sandbox, named('b')), await created(sandbox, named('a'))]
    const listed = async (query: string): Promise<string[]> => {
      const { data } = (await (await ask(sandbox, 'GET', `/v3/exports?${query}`)).json()) as { data: { id: string }[] }
      return data.map((one) => one.id)
    }
    expect(await listed(`filter[${reference.filter}]=a`)).toEqual([ids[1]])
    expect(await listed(`filter[${reference.filter}]=A`)).toEqual([])
    expect(await listed(`filter[id]=${ids[0] ?? ''}`)).toEqual([ids[0]])
    expect(await listed(`sort=${reference.attribute}`)).toEqual([ids[1], ids[0]])
  })

  it('of a list with exports of every version', async () => {
    const sandbox = sandboxAt(momentAfter(filters), { apiVersion: apiVersions[0] })
    for (const one of apiVersions) {
      const body = firstExampleOf(one)
      const { attributes } = body.data
      const at = new Date(momentAfter(filters))
      const times = { from: spaced(monthBefore(at)), to: spaced(monthStart(at)) }
      const calendar = {
        year: String(monthBefore(at).getUTCFullYear()),
        month: String(monthBefore(at).getUTCMonth() + 1),
      }
      const own = 'from' in attributes.filters ? times : calendar
      const response = await sandbox.fetch('http://127.0.0.1/v3/exports', {
        method: 'POST',
        headers: { ...(await credentials(sandbox, one)), 'Content-Type': mediaType },
        body: JSON.stringify({ data: { type: 'exports', attributes: { export_type: 'cdr_in', filters: own } } }),
      })
      expect(response.status, one).toBe(201)
    }
    sandbox.advance('20s')
    const { data } = (await (await ask(sandbox, 'GET', '/v3/exports')).json()) as {
      data: { attributes: { status: string } }[]
    }
    expect(data.map(({ attributes }) => attributes.status)).toEqual(apiVersions.map(() => facts[version].completed))
  })

  it('with the filters of an earlier version, as numbers where they came as numbers', async () => {
    const oldest = apiVersions[0] ?? version
    const sandbox = sandboxAt(momentAfter(filters), { apiVersion: oldest })
    const month = monthBefore(new Date(momentAfter(filters)))
    const given = { year: month.getUTCFullYear(), month: String(month.getUTCMonth() + 1), did_number: '123' }
    const made = await sandbox.fetch('http://127.0.0.1/v3/exports', {
      method: 'POST',
      headers: { ...(await credentials(sandbox, oldest)), 'Content-Type': mediaType },
      body: JSON.stringify({ data: { type: 'exports', attributes: { export_type: 'cdr_in', filters: given } } }),
    })
    expect(made.status).toBe(201)
    const { data } = (await (await ask(sandbox, 'GET', '/v3/exports')).json()) as {
      data: { attributes: { filters?: object } }[]
    }
    expect(data[0]?.attributes.filters).toEqual('updateExport' in facts[version].operations ? given : undefined)
  })

  it('in pages, orders and parts', async () => {
    const sandbox = sandboxAt(momentAfter(filters))
    const ids = [await created(sandbox, example.value), await created(sandbox, example.value)]
    for (const query of [
      'page[size]=1',
      'page[size]=1&page[number]=2',
      'page[number]=9',
      'sort=-created_at',
      'sort=status',
    ]) {
      expect((await ask(sandbox, 'GET', `/v3/exports?${query}`)).status).toBe(200)
    }
    // An answer of sparse fields lacks what the schema requires, so it is not judged by it.
    const sparse = await sandbox.fetch(`http://127.0.0.1/v3/exports/${ids[0] ?? ''}?fields[exports]=status,url`, {
      headers: await credentials(sandbox, version),
    })
    const { data } = (await sparse.json()) as { data: { attributes: object } }
    expect(Object.keys(data.attributes)).toEqual(['status', 'url'])
  })

  it('to tokens and keys, where the version takes tokens', async () => {
    const sandbox = sandboxAt(momentAfter(filters))
    const id = await created(sandbox, example.value)
    sandbox.advance('10s')
    const file = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
    const answer = async (method: string, path: string, headers: object): Promise<[number, string | null, boolean]> => {
      const body = method === 'GET' ? undefined : { data: { id, type: 'exports', attributes: {} } }
      const response = await ask(sandbox, method, path, body, { Authorization: '', ...headers })
      const { status } = response
      return [status, response.headers.get('WWW-Authenticate'), (await response.text()) !== '']
    }
    const key = { [keyHeader]: sandbox.apiKey }
    if (!facts[version].token) {
      const withToken = { [keyHeader]: '', Authorization: 'Bearer x' }
      expect((await ask(sandbox, 'GET', '/v3/exports', undefined, withToken)).status).toBe(401)
      return
    }
    const [insufficient, invalid] = ['insufficient_scope', 'invalid_token'].map((one) => `Bearer error="${one}"`)
    const reader = await credentials(sandbox, version, 'read:exports')
    const { Authorization = '' } = await credentials(sandbox, version)
    expect(await answer('GET', '/v3/exports', reader)).toEqual([200, null, true])
    expect(await answer('GET', file, reader)).toEqual([200, null, true])
    expect(await answer('PATCH', `/v3/exports/${id}`, reader)).toEqual([403, insufficient, true])
    expect(await answer('POST', '/v3/exports', reader)).toEqual([403, insufficient, true])
    expect(await answer('GET', '/v3/exports', key)).toEqual([401, null, false])
    expect(await answer('GET', '/v3/exports', {})).toEqual([401, null, false])
    expect(await answer('GET', '/v3/exports', { Authorization: `${Authorization}x` })).toEqual([401, invalid, true])
    expect(await answer('GET', file, key)).toEqual([200, null, true])
    expect(await answer('GET', file, { [keyHeader]: 'wrong' })).toEqual([401, null, false])
    expect(await answer('GET', file, { Authorization: 'Bearer x' })).toEqual([401, invalid, true])
    sandbox.advance('889s')
    expect(await answer('GET', '/v3/exports', { Authorization })).toEqual([200, null, true])
    sandbox.advance('12s')
    expect(await answer('GET', '/v3/exports', { Authorization })).toEqual([401, invalid, true])
  })

  it('has no other answers, except those to Range', async () => {
    const sandbox = sandboxAt(momentAfter(filters))
    await created(sandbox, example.value)
    sandbox.advance('10s')
    const file = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
    await expect(ask(sandbox, 'GET', file, undefined, { Range: 'bytes=5-' })).rejects.toThrow('206 is not documented')
    await expect(ask(sandbox, 'GET', file, undefined, { Range: 'bytes=99999-' })).rejects.toThrow(
      '416 is not documented',
    )
  })
})

afterAll(() => console.log(`${seen.size} kinds of answers of the sandbox are as documented`))

it('a failure of the sandbox itself is answered and reported', async () => {
  const sandbox = createSandbox()
  vi.spyOn(Date, 'UTC').mockImplementation(() => {
    throw new Error('not foreseen')
  })
  const { keyHeader, mediaType } = facts['2021-12-15']
  const body = JSON.stringify({
    data: { type: 'exports', attributes: { export_type: 'cdr_in', filters: { year: '2021', month: '11' } } },
  })
  const headers = { [keyHeader]: sandbox.apiKey, Accept: mediaType, 'Content-Type': mediaType }
  const response = await sandbox
    .fetch(`${sandbox.url}/v3/exports`, { method: 'POST', headers, body })
    .finally(() => vi.restoreAllMocks())
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({
    errors: [{ detail: expect.stringContaining('not foreseen') as string }],
  })
})
