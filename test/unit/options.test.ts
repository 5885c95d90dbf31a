import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ConfigurationError, createExportsClient, createLimiter, type ClientOptions } from '../../src/index.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { serve } from '../helpers/serve.js'

beforeEach(() => {
  vi.stubEnv('DIDWW_API_KEY', undefined)
  vi.stubEnv('DIDWW_BASE_URL', undefined)
})
afterEach(() => void vi.unstubAllEnvs())

const refusal = (options: ClientOptions): ConfigurationError => {
  try {
    createExportsClient(options as ClientOptions<'2021-12-15'>)
  } catch (error) {
    if (error instanceof ConfigurationError) return error
  }
  throw new Error('nothing was refused')
}

test.each([[{}], [{ apiKey: '' }], [{ apiKey: ' \n' }]])(
  'a missing or blank key names option and variable: %j',
  (options) => {
    const error = refusal(options)
    expect(error.code).toBe('missing_api_key')
    expect(`${error.message} ${error.hint}`).toMatch(/DIDWW_API_KEY.*apiKey/)
  },
)

const key = { apiKey: 'canary-key' }

test.each<[string, ClientOptions, RegExp]>([
  ['a key no header can carry', { apiKey: 'a\nb' }, /apiKey/],
  ['http to another host', { ...key, baseUrl: 'http://api.didww.com' }, /https:/],
  ['a host that only looks like this machine', { ...key, baseUrl: 'http://127.0.0.1.evil.test' }, /https:/],
  ['a path', { ...key, baseUrl: 'https://api.didww.com/v3/exports' }, /origin/],
  ['a query', { ...key, baseUrl: 'https://api.didww.com/?x=1' }, /origin/],
  ['a password', { ...key, baseUrl: 'https://a:b@api.didww.com' }, /password/],
  ['no URL', { ...key, baseUrl: 'api.didww.com' }, /baseUrl/],
  ['another protocol', { ...key, baseUrl: 'ftp://api.didww.com' }, /https:/],
  ['baseUrl and environment', { ...key, baseUrl: 'https://x.test', environment: 'sandbox' }, /exclude/],
  ['an unknown environment', { ...key, environment: 'test' as never }, /environment/],
  ['an inherited environment', { ...key, environment: 'toString' as never }, /environment/],
  ['an unknown version', { ...key, apiVersion: '2021-12-16' as never }, /apiVersion/],
  ['a timeout of nothing', { ...key, timeout: 0 }, /timeout/],
  ['a timeout that is no number', { ...key, timeout: '5' as never }, /timeout/],
  ['a timeout longer than timers', { ...key, timeout: 2 ** 31 }, /timeout/],
  ['a header of ours', { ...key, headers: { 'api-key': 'x' } }, /api-key/],
  ['a broken header', { ...key, headers: { 'X-Y': 'a\nb' } }, /X-Y/],
])('%s is refused', (_name, options, message) => {
  const error = refusal(options)
  expect(error.code).toBe('invalid_option')
  expect(error.message).toMatch(message)
  expect(JSON.stringify(error) + error.message).not.toContain('canary')
})

test.each([
  ['https://api.didww.com/v3', 'https://api.didww.com'],
  ['https://api.didww.com/v3/', 'https://api.didww.com'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
  ['http://localhost:1', 'http://localhost:1'],
])('baseUrl %s is the origin %s', async (baseUrl, origin) => {
  const asked: string[] = []
  const fetch = (input: RequestInfo | URL): Promise<Response> => {
    asked.push(new Request(input).url)
    return Promise.resolve(Response.json(exportDocument()))
  }
  await createExportsClient({ ...key, baseUrl, fetch }).retrieve(ID)
  expect(asked).toEqual([`${origin}/v3/exports/${ID}`])
})

test.each([0, -1, Number.NaN])('a limiter of %d requests a second is refused', (perSecond) => {
  expect(() => createLimiter({ perSecond })).toThrow(ConfigurationError)
})

test('the environment sets key and base URL; options win', async () => {
  await using server = await serve(() => reply(exportDocument()))
  vi.stubEnv('DIDWW_API_KEY', 'from-environment')
  vi.stubEnv('DIDWW_BASE_URL', server.origin)
  await createExportsClient().retrieve(ID)
  await createExportsClient({ apiKey: 'from-option' }).retrieve(ID)
  expect(server.requests.map(({ headers }) => headers['api-key'])).toEqual(['from-environment', 'from-option'])
})

test('a request carries version, media type, key and own headers', async () => {
  await using server = await serve(() => reply(exportDocument()))
  const didww = createExportsClient({ ...key, baseUrl: server.origin, headers: { 'X-Client': '1' } })
  await didww.retrieve(ID, { headers: { 'X-Call': '2' } })
  expect(server.requests[0]?.headers).toMatchObject({
    accept: 'application/vnd.api+json',
    'api-key': 'canary-key',
    'x-didww-api-version': '2021-12-15',
    'x-client': '1',
    'x-call': '2',
  })
  expect(server.requests[0]?.headers['content-type']).toBeUndefined()
  await expect(didww.retrieve(ID, { headers: { 'Api-Key': 'x' } })).rejects.toBeInstanceOf(ConfigurationError)
})

test('integers become strings on the wire', async () => {
  await using server = await serve(() => reply(exportDocument(), 201))
  const didww = createExportsClient({ ...key, baseUrl: server.origin })
  await didww.create({ export_type: 'cdr_in', filters: { year: 2021, month: 2 } })
  const { data } = JSON.parse(server.requests[0]?.body ?? '') as { data: { attributes: { filters: object } } }
  expect(data.attributes.filters).toEqual({ year: '2021', month: '2' })
})

test.each(['..', '', 'x', '../x', `${ID}/..`, `${ID}\n`, 7, null, undefined])(
  'the id %j is refused before a request',
  async (id) => {
    await using server = await serve(() => reply(exportDocument()))
    const didww = createExportsClient({ ...key, baseUrl: server.origin })
    await expect(didww.retrieve(id as string)).rejects.toMatchObject({ name: 'ConfigurationError', code: 'invalid_id' })
    await expect(didww.waitUntilCompleted(id as string)).rejects.toMatchObject({ code: 'invalid_id' })
    expect(server.requests).toEqual([])
  },
)
