import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ClientOptions, createExportsClient, ExportsError } from '../../src/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { ID, reply } from '../helpers/document.js'
import { jumpingClock } from '../helpers/jumping-clock.js'
import { closedOrigin, type Reply, type Running, type Seen, serve } from '../helpers/serve.js'

const VERSION = '2026-11-19'
const KEY = 'canary-key-b0d2'
const TOKEN = 'canary.token-7f3a.eyJhbGciOiJIUzI1NiJ9'
const OCTOBER = { export_type: 'sms_in', filters: { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' } } as const
const START = Date.UTC(2026, 10, 20)

let clock = jumpingClock(START)
let shown: unknown[] = []
const running: Running[] = []
beforeEach(() => {
  clock = jumpingClock(START)
  shown = []
})
afterEach(async () => {
  for (const server of running.splice(0)) await server[Symbol.asyncDispose]()
  const text = inspect(shown, { depth: 10 }) + JSON.stringify(shown)
  for (const secret of [KEY, TOKEN, 'token-7f3a']) expect(text).not.toContain(secret)
})

const attributes = {
  ...{ export_type: 'sms_in', status: 'completed', url: null, callback_url: null, callback_method: null },
  ...{ filters: OCTOBER.filters, external_reference_id: null, created_at: '2026-11-20T00:00:00Z' },
}
const meta = { api_version: VERSION }
const good = reply({ data: { id: ID, type: 'exports', attributes }, meta })
const created = reply({ data: { id: ID, type: 'exports', attributes }, meta }, 201)
const refusal = { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } }
const json = (body: object, status = 200, headers = {}): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
})
/** A token of its own each time it is asked for one. */
const minted = (_: Seen, count: number): Reply =>
  json({ access_token: `${TOKEN}${count}`, token_type: 'Bearer', expires_in: 900 })

type Answer = Parameters<typeof serve>[0]
const inTurn =
  (...answers: Reply[]): Answer =>
  (_, count) =>
    answers[Math.min(count, answers.length) - 1] ?? {}

const against = async (api: Answer, auth: Answer = minted, options: ClientOptions = {}) => {
  const [server, service] = [await serve(api), await serve(auth)]
  running.push(server, service)
  const tell = (...told: unknown[]): void => void shown.push(...told)
  const didww = createExportsClient({
    ...{ apiVersion: VERSION, apiKey: KEY, clock, random: () => 0, limiter: unlimited },
    ...{ baseUrl: server.origin, authUrl: service.origin },
    ...{ onRequest: tell, onResponse: tell, onRetry: tell },
    logger: { debug: tell, info: tell, warn: tell, error: tell },
    ...options,
  } as ClientOptions<typeof VERSION>)
  return { didww, api: server.requests, auth: service.requests }
}

const failure = async (work: Promise<unknown>): Promise<ExportsError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  shown.push(error, error instanceof Error && [error.message, error.stack])
  if (!(error instanceof ExportsError)) throw new Error(`not an ExportsError: ${String(error)}`)
  return error
}

test('a token is made from the key, kept, and sent instead of it', async () => {
  const { didww, api, auth } = await against(() => good)
  await didww.retrieve(ID)
  await didww.retrieve(ID)
  expect(auth).toHaveLength(1)
  expect(auth[0]).toMatchObject({ method: 'POST', path: '/token', headers: { 'api-key': KEY } })
  expect(JSON.parse(auth[0]?.body ?? '')).toEqual({ aud: 'api.didww.com', scope: 'full', api_version: VERSION })
  for (const { headers } of api) {
    expect(headers.authorization).toBe(`Bearer ${TOKEN}1`)
    expect(headers).not.toHaveProperty('api-key')
    expect(headers).not.toHaveProperty('x-didww-api-version')
  }
})

test('fifty calls at once make one token', async () => {
  const { didww, api, auth } = await against(
    () => good,
    async (seen, count) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      return minted(seen, count)
    },
  )
  await Promise.all(Array.from({ length: 50 }, () => didww.retrieve(ID)))
  expect([auth.length, api.length]).toEqual([1, 50])
})

test('a token that is about to expire is not sent any more', async () => {
  const { didww, api, auth } = await against(() => good)
  await didww.retrieve(ID)
  await clock.sleep(869_000)
  await didww.retrieve(ID)
  expect(auth).toHaveLength(1)
  await clock.sleep(2_000)
  await didww.retrieve(ID)
  expect(auth).toHaveLength(2)
  expect(api.map(({ headers }) => headers.authorization?.at(-1))).toEqual(['1', '1', '2'])
})

test.each(['retrieve', 'create'] as const)(
  'a token that is refused is renewed once, and %s goes on',
  async (method) => {
    const done = method === 'create' ? created : good
    const { didww, api, auth } = await against(inTurn(refusal, done))
    const work = method === 'create' ? didww.create(OCTOBER) : didww.retrieve(ID)
    expect((await work).id).toBe(ID)
    expect(auth).toHaveLength(2)
    expect(api.map(({ headers }) => headers.authorization?.at(-1))).toEqual(['1', '2'])
    expect(clock.pauses).toEqual([])
  },
)

test('a second refusal in a row is an error, and a create certainly did not happen', async () => {
  const echo = reply({ errors: [{ status: '401', detail: `${TOKEN}2 was refused, made of ${KEY}` }] }, 401)
  const { didww, api, auth } = await against(() => echo)
  expect(await failure(didww.create(OCTOBER))).toMatchObject({
    name: 'AuthenticationError',
    status: 401,
    errors: [{ detail: '*** was refused, made of ***' }],
  })
  expect([auth.length, api.length]).toEqual([2, 2])
})

test('a token that was refused to one call is not given to the next', async () => {
  const { didww, auth } = await against(inTurn(good, refusal, refusal, good))
  await didww.retrieve(ID)
  await failure(didww.retrieve(ID))
  await didww.retrieve(ID)
  expect(auth).toHaveLength(2)
})

test('403, a scope that is not enough, is a PermissionError and makes no other token', async () => {
  const { didww, auth } = await against(() => reply({ errors: [{ status: '403', detail: 'no' }] }, 403))
  expect(await failure(didww.create(OCTOBER))).toMatchObject({ name: 'PermissionError', status: 403 })
  expect(auth).toHaveLength(1)
})

test('where no token service listens, nothing is sent to the API, and a create is not ambiguous', async () => {
  const { didww, api } = await against(() => created, minted, { authUrl: await closedOrigin() })
  expect(await failure(didww.create(OCTOBER))).toMatchObject({ name: 'NetworkError', code: 'connection_refused' })
  expect(clock.pauses).toEqual([500, 1000, 2000])
  expect(api).toEqual([])
})

test('a token service that is down is retried; if it stays down, a create is not ambiguous', async () => {
  const { didww, auth } = await against(
    () => good,
    (seen, count) => (count < 3 ? { status: 503 } : minted(seen, count)),
  )
  await didww.retrieve(ID)
  expect(auth).toHaveLength(3)
  const down = await against(
    () => created,
    () => ({ status: 503 }),
  )
  expect(await failure(down.didww.create(OCTOBER))).toMatchObject({ name: 'ServerError', status: 503 })
  expect([down.auth.length, down.api.length]).toEqual([4, 0])
})

test('retries of tokens are paid from the budget of the client', async () => {
  const { didww, auth } = await against(
    () => good,
    () => ({ status: 503 }),
  )
  for (let call = 0; call < 40; call += 1) await failure(didww.retrieve(ID))
  expect(auth).toHaveLength(40 + 20)
})

test('a 429 of the token service waits for its Retry-After, and does not pause the limiter of the API', async () => {
  const limiter = { acquire: vi.fn(() => Promise.resolve()), pause: vi.fn() }
  const busy = json({ error: 'rate_limit_exceeded' }, 429, { 'Retry-After': '7' })
  const { didww } = await against(
    () => good,
    (seen, count) => (count === 1 ? busy : minted(seen, count)),
    { limiter },
  )
  await didww.retrieve(ID)
  expect(clock.pauses).toEqual([7000])
  expect(limiter.acquire).toHaveBeenCalledTimes(1)
  expect(limiter.pause).not.toHaveBeenCalled()
  const refused = await against(
    () => good,
    () => busy,
    { maxRetries: 0 },
  )
  expect(await failure(refused.didww.retrieve(ID))).toMatchObject({ name: 'RateLimitError', retryAfterMs: 7000 })
})

test.each([
  [400, 'invalid_scope', 'ValidationError'],
  [400, 'invalid_request', 'ValidationError'],
  [401, 'invalid_client', 'AuthenticationError'],
])('%i %s is a %s, and not retried', async (status, error, name) => {
  const body = json({ error, error_description: `because of ${KEY}` }, status)
  const { didww, api, auth } = await against(
    () => good,
    () => body,
  )
  expect(await failure(didww.retrieve(ID))).toMatchObject({
    ...{ name, status, method: 'POST' },
    errors: [{ code: error, detail: 'because of ***' }],
  })
  expect([auth.length, api.length]).toEqual([1, 0])
})

const HTML = { status: 200, headers: { 'Content-Type': 'text/html' }, body: `<html>${TOKEN}</html>` }
test.each<[string, Reply, string]>([
  ['HTML', HTML, 'unexpected_content_type'],
  ['nothing', json({}), 'unexpected_shape'],
  ['an empty body', { status: 200 }, 'empty_answer'],
  ['cut JSON', { ...json({}), body: `{"access_token":"${TOKEN}` }, 'invalid_json'],
  ['no token', json({ token_type: 'Bearer', expires_in: 900 }), 'unexpected_shape'],
  ['a token that is a number', json({ access_token: 1, token_type: 'Bearer', expires_in: 900 }), 'unexpected_shape'],
  ['another type', json({ access_token: TOKEN, token_type: TOKEN, expires_in: 900 }), 'unexpected_shape'],
  ['a line break', json({ access_token: `${TOKEN}\r\nX: y`, token_type: 'Bearer', expires_in: 9 }), 'unexpected_shape'],
  ['no time', json({ access_token: TOKEN, token_type: 'Bearer' }), 'unexpected_shape'],
  ['201', json({ access_token: TOKEN, token_type: 'Bearer', expires_in: 900 }, 201), 'unexpected_status'],
])('a token service that answers with %s is a ProtocolError', async (_name, answer, code) => {
  const { didww, api } = await against(
    () => created,
    () => answer,
  )
  expect(await failure(didww.create(OCTOBER))).toMatchObject({ name: 'ProtocolError', code })
  expect(api).toEqual([])
})

test.each([301, 302, 307, 308])(
  'a %i of the token service is not followed, and that host sees nothing',
  async (status) => {
    const elsewhere = await serve(minted)
    running.push(elsewhere)
    const { didww, api } = await against(
      () => good,
      () => ({ status, headers: { Location: `${elsewhere.origin}/token` } }),
    )
    expect(await failure(didww.retrieve(ID))).toMatchObject({ name: 'ProtocolError', code: 'redirect' })
    expect([elsewhere.requests, api]).toEqual([[], []])
  },
)

test('a redirect of the API to another host gets no token', async () => {
  const elsewhere = await serve(() => good)
  running.push(elsewhere)
  const { didww } = await against(() => ({
    status: 302,
    headers: { Location: `${elsewhere.origin}/v3/exports/${ID}` },
  }))
  expect(await failure(didww.retrieve(ID))).toMatchObject({ code: 'redirect' })
  expect(elsewhere.requests).toEqual([])
})

test('an abort while a token is made ends that call only; the others get the token', async () => {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const { didww, auth, api } = await against(
    () => good,
    async (seen, count) => {
      await held
      return minted(seen, count)
    },
  )
  const stop = new AbortController()
  const reason = new Error('enough')
  const leaving = didww.retrieve(ID, { signal: stop.signal })
  const staying = didww.retrieve(ID)
  await vi.waitFor(() => expect(auth).toHaveLength(1))
  stop.abort(reason)
  await expect(leaving).rejects.toBe(reason)
  release()
  expect((await staying).id).toBe(ID)
  expect([auth.length, api.length]).toEqual([1, 1])
})

test('when all calls are aborted, the token request is too, and the next call makes another', async () => {
  const { didww, auth } = await against(
    () => good,
    (seen, count) => (count === 1 ? new Promise(() => undefined) : minted(seen, count)),
  )
  const stop = new AbortController()
  const leaving = Promise.allSettled([1, 2].map(() => didww.retrieve(ID, { signal: stop.signal })))
  await vi.waitFor(() => expect(auth).toHaveLength(1))
  stop.abort(new Error('enough'))
  expect((await leaving).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect((await didww.retrieve(ID)).id).toBe(ID)
  expect(auth).toHaveLength(2)
})

test('a token service that never answers takes no longer than totalTimeout', async () => {
  const never = (): Promise<never> => new Promise(() => undefined)
  const { didww, api } = await against(() => created, never, { clock: undefined })
  expect(await failure(didww.create(OCTOBER, { totalTimeout: 60 }))).toMatchObject({
    name: 'TimeoutError',
    timeoutMs: 60,
  })
  expect(api).toEqual([])
})

test('raw carries a token too, and renews it', async () => {
  const { didww, api } = await against(inTurn(refusal, good))
  const { data } = await didww.raw.GET('/v3/exports/{id}', { params: { path: { id: ID } } })
  expect(data?.data.id).toBe(ID)
  expect(api.map(({ headers }) => headers.authorization?.at(-1))).toEqual(['1', '2'])
})

test('a file is requested with the key, from the API only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-token-'))
  const { didww, api, auth } = await against(() => ({ body: gzipSync('a\n1\n') }))
  const url = `${didww.origin}/v3/exports/${ID}.csv.gz`
  await didww.download({ id: ID, url }, { to: join(folder, 'x.csv.gz') })
  expect(api[0]?.headers).toMatchObject({ 'api-key': KEY })
  expect(api[0]?.headers).not.toHaveProperty('authorization')
  expect(auth).toEqual([])
  await rm(folder, { recursive: true })
})

test.each<[string, ClientOptions<typeof VERSION>, string]>([
  ['an own base URL without authUrl', { baseUrl: 'http://127.0.0.1:1' }, 'missing_auth_url'],
  ['an authUrl in the clear', { authUrl: 'http://auth.example.com' }, 'invalid_option'],
  ['an authUrl with a path', { authUrl: 'https://auth.example.com/token/x' }, 'invalid_option'],
  ['an Authorization of one’s own', { headers: { Authorization: 'Bearer x' } }, 'invalid_option'],
  ['a version header', { headers: { 'X-DIDWW-API-Version': '2026-04-16' } }, 'invalid_option'],
])('%s is refused before anything is sent', (_name, options, code) => {
  expect(() => createExportsClient({ apiVersion: VERSION, apiKey: KEY, ...options })).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', code }) as Error,
  )
})

test('the environment sets the token service; a version without tokens ignores it', async () => {
  const { api, auth } = await against(() => good)
  const [server, service] = running.slice(-2)
  vi.stubEnv('DIDWW_BASE_URL', server?.origin)
  expect(() => createExportsClient({ apiVersion: VERSION, apiKey: KEY })).toThrow(/makes tokens/)
  expect(createExportsClient({ apiKey: KEY }).origin).toBe(server?.origin)
  vi.stubEnv('DIDWW_AUTH_URL', service?.origin)
  await createExportsClient({ apiVersion: VERSION, apiKey: KEY, clock, limiter: unlimited }).retrieve(ID)
  expect([auth.length, api.length]).toEqual([1, 1])
  vi.unstubAllEnvs()
})
