import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import {
  AmbiguousCreateError,
  type ClientOptions,
  createExportsClient,
  ExportsError,
  NetworkError,
  ProtocolError,
  ServerError,
  TimeoutError,
} from '../../src/index.js'
import { exportDocument, ID, JSON_API, reply, resource } from '../helpers/document.js'
import { closedOrigin, type Reply, type Running, serve, serveBytes } from '../helpers/serve.js'

const CANARY = 'canary-key-4f1d'
const running: Running[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server[Symbol.asyncDispose]()
})

const against = async (answer: Parameters<typeof serve>[0], options: ClientOptions<'2021-12-15'> = {}) => {
  const server = await serve(answer)
  running.push(server)
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin, maxRetries: 0, ...options })
  return { didww, server }
}

const failure = async (work: Promise<unknown>): Promise<ExportsError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ExportsError)) throw new Error(`not an ExportsError: ${String(error)}`)
  const shown = `${error.message} ${error.hint ?? ''} ${JSON.stringify(error)}`
  expect(shown).not.toContain(CANARY)
  expect(error.message.length).toBeLessThanOrEqual(300)
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  return error
}

const html: Reply = { headers: { 'Content-Type': 'text/html' }, body: '<html>\u001b[31m Log in \r\n</html>' }
const json = (body: string, status = 200): Reply => ({ status, headers: { 'Content-Type': JSON_API }, body })

const DEEP = JSON.stringify(exportDocument({ filters: 'HERE' })).replace(
  '"HERE"',
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
)

const BAD_SUCCESS: [string, Reply, string][] = [
  ['HTML', html, 'unexpected_content_type'],
  ['HTML labelled JSON:API', json('<html></html>'), 'invalid_json'],
  ['nothing', json(''), 'empty_answer'],
  ['white space', json('  \n'), 'empty_answer'],
  ['cut JSON', json(JSON.stringify(exportDocument()).slice(0, 80)), 'invalid_json'],
  ['an array', json('[]'), 'unexpected_shape'],
  ['null', json('null'), 'unexpected_shape'],
  ['a text', json('"x"'), 'unexpected_shape'],
  ['an empty object', json('{}'), 'unexpected_shape'],
  ['a list where one is expected', reply({ data: [resource()] }), 'unexpected_shape'],
  ['another type', reply({ data: { ...resource(), type: 'orders' } }), 'unexpected_shape'],
  ['an id that is a number', reply({ data: { ...resource(), id: 7 } }), 'unexpected_shape'],
  ['an id that is a path', reply({ data: { ...resource(), id: '../x' } }), 'unexpected_shape'],
  ['no attributes', reply({ data: { id: ID, type: 'exports' } }), 'unexpected_shape'],
  [
    'a missing attribute',
    reply({ data: { id: ID, type: 'exports', attributes: { status: 'Pending' } } }),
    'unexpected_shape',
  ],
  ['an unknown status', reply(exportDocument({ status: 'failed' })), 'unexpected_shape'],
  ['a status of null', reply(exportDocument({ status: null })), 'unexpected_shape'],
  ['deep nesting', json('['.repeat(1_000_000) + ']'.repeat(1_000_000)), 'unexpected_shape'],
  [
    'invalid UTF-8',
    { headers: { 'Content-Type': JSON_API }, body: Buffer.from([0xff, 0xfe, 0x7b, 0x7d]) },
    'invalid_json',
  ],
  [
    'invalid UTF-8 within a text',
    {
      headers: { 'Content-Type': JSON_API },
      body: Buffer.from(JSON.stringify(exportDocument({ x: 'café' })), 'latin1'),
    },
    'invalid_json',
  ],
  [
    'invalid UTF-8 within a text, without a length',
    {
      headers: { 'Content-Type': JSON_API },
      body: Readable.from([Buffer.from(JSON.stringify(exportDocument({ x: 'café' })), 'latin1')]),
    },
    'invalid_json',
  ],
  ['filters that are nested 50,000 deep', json(DEEP), 'unexpected_shape'],
  ['more than 8 MiB', json(' '.repeat(9 * 1024 * 1024)), 'too_large'],
  ['201 where 200 is documented', reply(exportDocument(), 201), 'unexpected_status'],
  ['202', reply(exportDocument(), 202), 'unexpected_status'],
  ['204', { status: 204 }, 'unexpected_status'],
  ['206', reply(exportDocument(), 206), 'unexpected_status'],
  ['304', { status: 304 }, 'redirect'],
  ['302 to another host', { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }, 'redirect'],
  ['301 without a location', { status: 301 }, 'redirect'],
]

test.each(BAD_SUCCESS)('%s is a ProtocolError', async (_name, answer, code) => {
  const { didww, server } = await against(() => answer)
  const error = await failure(didww.retrieve(ID))
  expect(error).toBeInstanceOf(ProtocolError)
  expect(error).toMatchObject({ code, status: answer.status ?? 200, attempts: 1 })
  expect(server.requests).toHaveLength(1)
})

test('a status of 600 or more is a ProtocolError, and an ambiguous create', async () => {
  const { didww } = await against(() => ({ ...html, status: 999 }))
  const wanted = { name: 'ProtocolError', code: 'unexpected_status', status: 999 }
  const answered = didww.raw.GET('/v3/exports').then(() => undefined)
  for (const work of [didww.retrieve(ID), didww.list(), answered]) expect(await failure(work)).toMatchObject(wanted)
  const creating = await failure(didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }))
  expect(creating).toBeInstanceOf(AmbiguousCreateError)
  expect(creating.cause).toMatchObject(wanted)
})

test('an answer about another export is refused', async () => {
  const other = '00000000-7b01-4178-bc84-9d1a8d2ae850'
  const served = reply({ ...exportDocument(), data: resource({}, other) })
  const { didww } = await against(() => served)
  for (const work of [didww.retrieve(ID), didww.waitUntilCompleted(ID)]) {
    const error = await failure(work)
    expect(error).toMatchObject({ name: 'ProtocolError', code: 'unexpected_shape' })
    expect(error.message).toBe(`The answer for export ${ID} is about export ${other}`)
  }
  expect(await didww.retrieve(other.toUpperCase())).toMatchObject({ id: other })
})

test.each(['{"__proto__":{"polluted":1},', '{"constructor":{"prototype":{"polluted":1}},'])(
  'a document that starts with %s pollutes nothing',
  async (start) => {
    const { didww } = await against(() => json(start + JSON.stringify(exportDocument()).slice(1)))
    await didww.retrieve(ID)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  },
)

test('filters that are nested as deep as people write them, and U+FFFD itself, are passed on', async () => {
  const filters = { a: { b: { c: [[['\uFFFD']]] } } }
  const { didww } = await against(() => reply(exportDocument({ filters })))
  expect(await didww.retrieve(ID)).toMatchObject({ filters })
})

test('a refusal that is not UTF-8 still says what was refused', async () => {
  const body = Buffer.from(JSON.stringify({ errors: [{ title: 'café' }] }), 'latin1')
  const { didww } = await against(() => ({ status: 422, headers: { 'Content-Type': JSON_API }, body }))
  expect(await failure(didww.retrieve(ID))).toMatchObject({ name: 'ValidationError', errors: [{ title: 'caf\uFFFD' }] })
})

test('unknown members are passed on', async () => {
  const { didww } = await against(() => reply(exportDocument({ rows: 7 })))
  expect(await didww.retrieve(ID)).toMatchObject({ rows: 7 })
})

const STATUSES: [number, string, string, boolean][] = [
  [400, 'ValidationError', 'invalid_request', false],
  [401, 'AuthenticationError', 'unauthorized', false],
  [403, 'PermissionError', 'forbidden', false],
  [404, 'NotFoundError', 'not_found', false],
  [405, 'ApiError', 'refused', false],
  [406, 'ValidationError', 'invalid_request', false],
  [409, 'ValidationError', 'invalid_request', false],
  [415, 'ValidationError', 'invalid_request', false],
  [418, 'ApiError', 'refused', false],
  [422, 'ValidationError', 'invalid_request', false],
  [429, 'RateLimitError', 'rate_limited', true],
  [500, 'ServerError', 'server_error', true],
  [503, 'ServerError', 'server_error', true],
  [599, 'ServerError', 'server_error', true],
]

test.each(STATUSES)('%i is a %s with the errors of the API', async (status, name, code, retryable) => {
  const errors = [
    { title: 'T', detail: `D of ${CANARY}`, code: '100', status: String(status), source: { pointer: '/data' } },
  ]
  const { didww } = await against(() => ({
    status,
    headers: { 'Content-Type': JSON_API, 'X-Request-Id': 'r-1' },
    body: JSON.stringify({ errors }),
  }))
  const error = await failure(didww.retrieve(ID))
  const said = [{ ...errors[0], detail: 'D of ***' }]
  expect(error).toMatchObject({
    name,
    code,
    retryable,
    status,
    errors: said,
    requestId: 'r-1',
    method: 'GET',
    attempts: 1,
  })
  expect(error.message).toContain('D of ***')
})

test.each<[string, Reply]>([
  ['HTML', { ...html, status: 503 }],
  ['nothing', { status: 503 }],
  ['half a document', json('{"errors":[{"ti', 503)],
  ['errors that are no list', json('{"errors":{}}', 503)],
  ['errors that are no objects', json('{"errors":[null,1,"x"]}', 503)],
  ['members of other types', json('{"errors":[{"title":1,"detail":{},"source":7}]}', 503)],
])('a refusal with %s keeps its status', async (_name, answer) => {
  const { didww } = await against(() => answer)
  expect(await failure(didww.retrieve(ID))).toMatchObject({ name: 'ServerError', status: 503 })
})

test.each([
  ['2', 2000],
  ['0', 0],
  ['-1', undefined],
  ['abc', undefined],
  ['', undefined],
])('Retry-After %j is read as %j', async (header, wanted) => {
  const { didww } = await against(() => ({ status: 429, headers: { 'Retry-After': header } }))
  expect(await failure(didww.list())).toMatchObject({ name: 'RateLimitError', retryAfterMs: wanted })
})

test('Retry-After as a date is read against the clock', async () => {
  const clock = { now: () => Date.UTC(2026, 9, 21, 7, 28, 0), sleep: () => new Promise<void>(() => undefined) }
  for (const date of [
    'Wed, 21 Oct 2026 07:28:07 GMT',
    'Wednesday, 21-Oct-26 07:28:07 GMT',
    'Wed Oct 21 07:28:07 2026',
  ]) {
    const { didww } = await against(() => ({ status: 429, headers: { 'Retry-After': date } }), { clock })
    expect(await failure(didww.list())).toMatchObject({ retryAfterMs: 7000 })
  }
})

test('another served version is reported, with the export that was created', async () => {
  const pinned = reply(exportDocument({ status: 'pending', url: null }, '2026-04-16'), 201)
  const { didww } = await against(({ method }) => (method === 'POST' ? pinned : { ...pinned, status: 200 }))
  const asking = await failure(didww.retrieve(ID))
  expect(asking).toMatchObject({ name: 'VersionMismatchError', asked: '2021-12-15', served: '2026-04-16' })
  expect(asking).toHaveProperty('export', undefined)
  const creating = await failure(didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }))
  expect(creating).toMatchObject({ export: { id: ID, status: 'pending' } })
  expect(creating.hint).toContain('2026-04-16')
})

test('a missing meta is accepted', async () => {
  const { didww } = await against(() => reply({ data: resource() }))
  expect((await didww.retrieve(ID)).id).toBe(ID)
})

test('a refused connection', async () => {
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: await closedOrigin(), maxRetries: 0 })
  expect(await failure(didww.list())).toMatchObject({
    name: 'NetworkError',
    code: 'connection_refused',
    maybeSent: false,
  })
  const creating = await failure(didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }))
  expect(creating).toBeInstanceOf(NetworkError)
})

test('an unknown host', async () => {
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: 'https://no-such-host.invalid', maxRetries: 0 })
  expect(await failure(didww.list())).toMatchObject({ name: 'NetworkError', code: 'lookup_failed', retryable: true })
})

test.each([
  ['nothing', ''],
  ['half a status line', 'HTTP/1.1 2'],
  ['half a body', 'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.api+json\r\nContent-Length: 500\r\n\r\n{"data"'],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
])('a server that sends %s and closes', async (_name, bytes) => {
  const server = await serveBytes(bytes)
  running.push(server)
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin, maxRetries: 0 })
  expect(await failure(didww.list())).toMatchObject({ name: 'NetworkError', code: 'connection_lost', maybeSent: true })
})

const never = (): Promise<Reply> => new Promise(() => undefined)

test('a server that does not answer is a TimeoutError', async () => {
  const { didww } = await against(never, { timeout: 50 })
  const error = await failure(didww.list())
  expect(error).toBeInstanceOf(TimeoutError)
  expect(error).toMatchObject({ timeoutMs: 50, retryable: true })
  expect(await failure(didww.list({}, { timeout: 20 }))).toMatchObject({ timeoutMs: 20 })
})

test("a caller's abort is rethrown as it came, before and during a request", async () => {
  const { didww, server } = await against(never)
  const reason = new Error('enough')
  await expect(didww.list({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(server.requests).toEqual([])
  const caller = new AbortController()
  const pending = didww.list({}, { signal: caller.signal })
  setTimeout(() => caller.abort(reason), 20)
  await expect(pending).rejects.toBe(reason)
})

const AMBIGUOUS: [string, Reply][] = [
  ['a 500', { status: 500 }],
  ['a 502 of a proxy', { ...html, status: 502 }],
  ['a 503', { status: 503 }],
  ['HTML', { ...html, status: 201 }],
  ['cut JSON', json('{"data":', 201)],
  ['an empty answer', json('', 201)],
]

test.each(AMBIGUOUS)('a create answered by %s is ambiguous, sent once, and names candidates', async (_name, answer) => {
  const now = Date.now()
  const mine = resource({ export_type: 'cdr_in', created_at: new Date(now).toISOString() })
  const old = resource(
    { export_type: 'cdr_in', created_at: new Date(now - 3_600_000).toISOString() },
    ID.replace('7', '8'),
  )
  const other = resource({ created_at: new Date(now).toISOString() }, ID.replace('7', '9'))
  const { didww, server } = await against(({ method }) =>
    method === 'POST' ? answer : reply({ data: [mine, other, old] }),
  )
  const error = await failure(didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }))
  expect(error).toBeInstanceOf(AmbiguousCreateError)
  expect(error).toHaveProperty('candidates.length', 1)
  expect(error).toHaveProperty('candidates.0.id', ID)
  expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
})

test('a create whose connection is lost is ambiguous, also when the list cannot be read', async () => {
  const server = await serveBytes('')
  running.push(server)
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin, maxRetries: 0 })
  const error = await failure(didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }))
  expect(error).toMatchObject({ name: 'AmbiguousCreateError', candidates: undefined })
  expect(error.cause).toBeInstanceOf(NetworkError)
})

test.each([
  [429, 'RateLimitError'],
  [422, 'ValidationError'],
  [302, 'ProtocolError'],
])('a create answered %i certainly did not happen', async (status, name) => {
  const { didww, server } = await against(() => ({ status }))
  const error = await failure(didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }))
  expect(error.name).toBe(name)
  expect(server.requests).toHaveLength(1)
})

test('raw returns values: a refusal is typed data, and nothing is thrown', async () => {
  const { didww } = await against(() => reply({ errors: [{ status: '404', detail: 'gone' }] }, 404))
  const { data, error, response } = await didww.raw.GET('/v3/exports/{id}', { params: { path: { id: ID } } })
  expect(data).toBeUndefined()
  expect(response.status).toBe(404)
  expect(error).toEqual({ errors: [{ status: '404', detail: 'gone' }] })
})

test.each(['application/x-gzip', 'text/csv', 'binary/octet-stream', ''])(
  'raw returns the bytes of a file unchanged, also with Content-Encoding %j',
  async (type) => {
    const bytes = Buffer.from([0x1f, 0x8b, 0xff, 0xfe, 0x00, 0x80])
    await using server = await serve(() => ({ body: bytes, headers: type === '' ? {} : { 'Content-Type': type } }))
    const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin })
    const params = { path: { filename: 'baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d' } }
    const { data } = await didww.raw.GET('/v3/exports/{filename}.csv.gz', { params, parseAs: 'arrayBuffer' })
    expect(Buffer.from(data ?? new ArrayBuffer(0))).toEqual(bytes)
  },
)

test("a stalled file of raw ends with the caller's abort", async () => {
  await using server = await serveBytes('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', { stayOpen: true })
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin })
  const caller = new AbortController()
  const params = { path: { filename: 'x' } }
  const { response } = await didww.raw.GET('/v3/exports/{filename}.csv.gz', {
    ...{ params, parseAs: 'stream', signal: caller.signal },
  })
  const read = new Response(response.body).arrayBuffer()
  const reason = new Error('enough')
  caller.abort(reason)
  await expect(read).rejects.toBe(reason)
})

test('raw does not follow a redirect to another host either', async () => {
  const { didww, server } = await against(() => ({ status: 307, headers: { Location: 'http://127.0.0.1:9/' } }))
  expect((await didww.raw.GET('/v3/exports')).response.status).toBe(307)
  expect(server.requests).toHaveLength(1)
})

test('the key goes to the origin of the API only', async () => {
  const elsewhere = await serve(() => reply({}))
  running.push(elsewhere)
  const { didww } = await against(() => reply({}))
  await didww.raw.GET('/v3/exports', { baseUrl: elsewhere.origin })
  expect(elsewhere.requests).toHaveLength(1)
  expect(JSON.stringify(elsewhere.requests)).not.toContain(CANARY)
})

const ECHOES: [string, Reply][] = [
  ['meta.api_version', reply(exportDocument({}, CANARY))],
  ['the content type', { headers: { 'Content-Type': `text/${CANARY.toUpperCase()}` }, body: 'x' }],
  ['the request id', { status: 500, headers: { 'X-Request-Id': CANARY } }],
  ['a pointer', reply({ errors: [{ status: '422', detail: 'x', source: { pointer: `/${CANARY}` } }] }, 422)],
  ['a status', reply(exportDocument({ status: CANARY }))],
  ['a redirect', { status: 302, headers: { Location: `https://${CANARY}.test/` } }],
]
test.each(ECHOES)('a key that is echoed in %s is shown nowhere', async (_name, answer) => {
  const { didww } = await against(() => answer)
  expect(inspect(await failure(didww.retrieve(ID)), { depth: 10 }).toLowerCase()).not.toContain(CANARY)
})

test.each([
  ['447700900123 is not one of your numbers', '***23 is not one of your numbers'],
  ['did_number: +14155550100.', 'did_number: ***00.'],
  [`export ${ID} of 2026-10-05 12:00:00`, `export ${ID} of 2026-10-05 12:00:00`],
  ['at https://files.test/a.csv.gz?signature=f00&x=1, or', 'at https://files.test/a.csv.gz?*** or'],
  ['no answer of https://me:secret@example.com/cb#a?b', 'no answer of https://***@example.com/cb#a?b'],
])('the text %j of the API is shown as %j', async (detail, shown) => {
  const { didww } = await against(() => reply({ errors: [{ status: '422', detail }] }, 422))
  const error = await failure(didww.retrieve(ID))
  expect(error).toHaveProperty('errors.0.detail', shown)
  expect(error.message).toContain(shown)
})

test('a header of a single call is a secret too', async () => {
  const { didww } = await against(({ headers }) =>
    reply({ errors: [{ status: '422', detail: `bad ${String(headers['x-proxy-token'])}` }] }, 422),
  )
  const asked = didww.retrieve(ID, { headers: { 'X-Proxy-Token': 'tok-0123456789abcdef' } })
  expect(await failure(asked)).toHaveProperty('errors.0.detail', 'bad ***')
})

test.each(['https://', 'https://a?', 'https://a@', '+1'])(
  'a long answer of %j alone is reported quickly',
  async (piece) => {
    const { didww } = await against(() => ({ body: piece.repeat(200_000), headers: { 'Content-Type': 'text/html' } }))
    expect(await failure(didww.retrieve(ID))).toMatchObject({ code: 'unexpected_content_type' })
  },
)

test('exports in an error are not printed with it, because they contain phone numbers and addresses', async () => {
  const callback_url = 'https://user:secret@example.com/?token=f00'
  const filters = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
  const pending = {
    status: 'pending',
    url: null,
    created_at: new Date().toISOString(),
    export_type: 'cdr_in',
    callback_url,
    external_reference_id: null,
    filters: { ...filters, did_number: '447700900123' },
  }
  const server = await serve(({ method, path }) => {
    if (method === 'POST') return { status: 500 }
    return reply(path.includes(ID) ? exportDocument(pending, '2026-04-16') : { data: [resource(pending)] })
  })
  running.push(server)
  const connection = { apiKey: CANARY, baseUrl: server.origin, maxRetries: 0 }
  const didww = createExportsClient({ ...connection, apiVersion: '2026-04-16' })
  const ambiguous = await failure(didww.create({ export_type: 'cdr_in', filters, callback_url }))
  const late = await failure(didww.waitUntilCompleted(ID, { maxWait: 1, minDelay: 1 }))
  expect(ambiguous).toHaveProperty('candidates.0.callback_url', callback_url)
  expect(late).toHaveProperty('lastExport.filters.did_number', '447700900123')
  for (const error of [ambiguous, late]) {
    const shown = inspect(error, { depth: 10 }) + JSON.stringify(error)
    for (const secret of ['447700900123', 'f00', 'secret']) expect(shown).not.toContain(secret)
  }
})

test('a JSON answer labelled as a file and stalled ends with the deadline', async () => {
  const server = await serveBytes(
    'HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\nContent-Length: 500\r\n\r\n{"data"',
    { stayOpen: true },
  )
  running.push(server)
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin, timeout: 100, maxRetries: 0 })
  expect(await failure(didww.retrieve(ID))).toMatchObject({ name: 'TimeoutError' })
})

test.each([undefined, null, 5, 'cdr_in', {}])('create(%j) is refused before a request', async (attributes) => {
  const { didww, server } = await against(() => ({}))
  expect(await failure(didww.create(attributes as never))).toMatchObject({ name: 'ConfigurationError' })
  expect(server.requests).toEqual([])
})

test('errors convert to data for logs', async () => {
  const { didww } = await against(() => ({ status: 500 }))
  const error = await failure(didww.list())
  expect(error).toBeInstanceOf(ServerError)
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: 'ServerError',
    code: 'server_error',
    retryable: true,
    status: 500,
  })
})
