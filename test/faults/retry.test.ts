import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type ClientOptions,
  createExportsClient,
  createLimiter,
  ExportsError,
  type Observers,
  type RetryEvent,
} from '../../src/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { jumpingClock } from '../helpers/jumping-clock.js'
import { closedOrigin, type Reply, type Running, serve, serveBytes } from '../helpers/serve.js'

const CANARY = 'canary-key-b0d2'
const MARCH = { export_type: 'cdr_in', filters: { year: '2026', month: '3', did_number: '447700900123' } } as const
const START = Date.UTC(2026, 9, 21, 7, 28, 0)

let clock = jumpingClock(START)
const running: Running[] = []
beforeEach(() => {
  clock = jumpingClock(START)
})
afterEach(async () => {
  for (const server of running.splice(0)) await server[Symbol.asyncDispose]()
})

/** Answers in turn, the last one for ever. */
const against = async (answers: Reply[], options: ClientOptions<'2021-12-15'> = {}) => {
  const server = await serve((_, count) => answers[Math.min(count, answers.length) - 1] ?? {})
  running.push(server)
  const client = { apiKey: CANARY, baseUrl: server.origin, clock, random: () => 0, limiter: unlimited, ...options }
  return { didww: createExportsClient(client), server }
}

const failure = async (work: Promise<unknown>): Promise<ExportsError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ExportsError)) throw new Error(`not an ExportsError: ${String(error)}`)
  for (const shown of [error.message, error.hint, JSON.stringify(error), inspect(error, { depth: 10 })]) {
    expect(shown ?? '').not.toContain(CANARY)
  }
  return error
}

const good = reply(exportDocument())
const created = reply(exportDocument({ status: 'Pending', url: null }), 201)
const status = (code: number, headers: Record<string, string> = {}): Reply => ({ status: code, headers })

test.each([408, 429, 500, 502, 503, 504].flatMap((code) => [1, 2, 3].map((times) => [code, times] as const)))(
  'a GET answered %i %i times is retried until it succeeds',
  async (code, times) => {
    const { didww, server } = await against([...Array.from({ length: times }, () => status(code)), good])
    expect((await didww.retrieve(ID)).id).toBe(ID)
    expect(server.requests).toHaveLength(times + 1)
    expect(clock.pauses).toEqual([500, 1000, 2000].slice(0, times))
  },
)

test.each([
  [408, 'ApiError', 'refused'],
  [429, 'RateLimitError', 'rate_limited'],
  [500, 'ServerError', 'server_error'],
  [503, 'ServerError', 'server_error'],
])('a GET that is always answered %i is a %s after four attempts', async (code, name, errorCode) => {
  const { didww, server } = await against([status(code)])
  const error = await failure(didww.retrieve(ID))
  expect(error).toMatchObject({ name, code: errorCode, status: code, attempts: 4, retryable: true })
  expect(error.message).toMatch(/ \(4 attempts\)$/)
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ attempts: 4 })
  expect(server.requests).toHaveLength(4)
})

test.each([400, 401, 403, 404, 405, 406, 409, 410, 415, 418, 422, 501, 505])(
  'a GET answered %i is not retried',
  async (code) => {
    const { didww, server } = await against([status(code)])
    expect(await failure(didww.retrieve(ID))).toMatchObject({ status: code, attempts: 1 })
    expect(server.requests).toHaveLength(1)
  },
)

test.each([
  ['2', [2000]],
  ['0', [100]],
  ['Wed, 21 Oct 2026 07:28:07 GMT', [7000]],
  ['Wednesday, 21-Oct-26 07:28:07 GMT', [7000]],
  ['Wed Oct 21 07:28:07 2026', [7000]],
  ['Wed, 21 Oct 2020 07:28:07 GMT', [100]],
  ['-1', [500]],
  ['abc', [500]],
  ['1.5', [500]],
  ['', [500]],
])('Retry-After %j makes the pause %j', async (header, pauses) => {
  const { didww } = await against([status(503, { 'Retry-After': header }), good])
  await didww.retrieve(ID)
  expect(clock.pauses).toEqual(pauses)
})

test.each(['99999999', '121', 'Wed, 21 Oct 2099 07:28:07 GMT'])(
  'a Retry-After of %j, beyond the deadline, is an error at once',
  async (header) => {
    const { didww, server } = await against([status(429, { 'Retry-After': header }), good])
    const error = await failure(didww.retrieve(ID))
    expect(error).toMatchObject({ name: 'RateLimitError' })
    expect(error).toHaveProperty('retryAfterMs', expect.any(Number))
    expect(server.requests).toHaveLength(1)
    expect(clock.pauses).toEqual([])
  },
)

const cut = { ...good, body: good.body.slice(0, 80) }

test('a GET with truncated JSON is retried', async () => {
  const { didww, server } = await against([cut, cut, good])
  expect((await didww.retrieve(ID)).id).toBe(ID)
  expect(server.requests).toHaveLength(3)
})

test('a GET with always truncated JSON is an error after four attempts', async () => {
  const { didww, server } = await against([cut])
  expect(await failure(didww.retrieve(ID))).toMatchObject({ code: 'invalid_json', attempts: 4 })
  expect(server.requests).toHaveLength(4)
})

test('HTML instead of JSON is not retried: something else answers there', async () => {
  const { didww, server } = await against([{ headers: { 'Content-Type': 'text/html' }, body: '<html>' }])
  expect(await failure(didww.retrieve(ID))).toMatchObject({ code: 'unexpected_content_type', attempts: 1 })
  expect(server.requests).toHaveLength(1)
})

test('a create with a truncated answer is ambiguous, and not retried', async () => {
  const { didww, server } = await against([{ ...cut, status: 201 }, reply({ data: [] })])
  expect(await failure(didww.create(MARCH))).toMatchObject({ name: 'AmbiguousCreateError', candidates: [] })
  expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
})

test('a create answered 429 certainly did not happen: it is retried and carried out once', async () => {
  const { didww, server } = await against([status(429), status(429), created])
  expect((await didww.create(MARCH)).id).toBe(ID)
  expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST'])
  expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1)
  expect(server.requests[2]?.body).toContain('447700900123')
})

test.each([408, 500, 502, 503, 504])('a create answered %i is never retried', async (code) => {
  const { didww, server } = await against([status(code), reply({ data: [] })])
  const error = await failure(didww.create(MARCH))
  expect(error.name).toBe(code === 408 ? 'ApiError' : 'AmbiguousCreateError')
  expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test.each([
  ['nothing', ''],
  ['half a status line', 'HTTP/1.1 2'],
  ['half a body', 'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.api+json\r\nContent-Length: 500\r\n\r\n{"data"'],
])('a GET on a connection that gives %s and closes is sent four times', async (_name, bytes) => {
  const server = await serveBytes(bytes)
  running.push(server)
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin, clock, limiter: unlimited })
  expect(await failure(didww.list())).toMatchObject({ name: 'NetworkError', code: 'connection_lost', attempts: 4 })
  expect(clock.pauses).toHaveLength(3)
})

test('a create with a refused connection certainly did not happen, and is retried', async () => {
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: await closedOrigin(), clock, limiter: unlimited })
  expect(await failure(didww.create(MARCH))).toMatchObject({
    name: 'NetworkError',
    code: 'connection_refused',
    attempts: 4,
  })
  expect(clock.pauses).toHaveLength(3)
})

test('a keep-alive connection closed under a create is ambiguous', async () => {
  let count = 0
  const server = await serve(({ method }) => {
    count += 1
    if (method === 'POST') return new Promise(() => setTimeout(() => void server[Symbol.asyncDispose](), 10))
    return good
  })
  const didww = createExportsClient({ apiKey: CANARY, baseUrl: server.origin, clock, limiter: unlimited })
  await didww.retrieve(ID)
  expect(await failure(didww.create(MARCH))).toMatchObject({ name: 'AmbiguousCreateError', candidates: undefined })
  expect(count).toBe(2)
})

test('maxRetries of the call wins over that of the client', async () => {
  const { didww, server } = await against([status(503)], { maxRetries: 1 })
  await failure(didww.retrieve(ID))
  expect(server.requests).toHaveLength(2)
  await failure(didww.retrieve(ID, { maxRetries: 0 }))
  expect(server.requests).toHaveLength(3)
})

test.each([-1, 1.5, 101, Number.NaN, '3'])('maxRetries %j is refused', async (maxRetries) => {
  const { didww } = await against([good])
  expect(() => createExportsClient({ apiKey: CANARY, maxRetries: maxRetries as number })).toThrow(/maxRetries/)
  expect(await failure(didww.retrieve(ID, { maxRetries: maxRetries as number }))).toMatchObject({
    code: 'invalid_option',
  })
})

test('with a server that never answers, timeout ends each attempt and totalTimeout ends all', async () => {
  const server = await serve(() => new Promise(() => undefined))
  running.push(server)
  const didww = createExportsClient({
    apiKey: CANARY,
    baseUrl: server.origin,
    timeout: 150,
    random: () => -1,
    limiter: unlimited,
  })
  expect(await failure(didww.retrieve(ID, { maxRetries: 2 }))).toMatchObject({
    name: 'TimeoutError',
    timeoutMs: 150,
    attempts: 3,
  })
  expect(server.requests).toHaveLength(3)
  const whole = await failure(didww.retrieve(ID, { timeout: 5000, totalTimeout: 60 }))
  expect(whole).toMatchObject({ name: 'TimeoutError', timeoutMs: 60, retryable: true })
})

test('an outage is not made worse: a hundred calls on a dead server make few more requests', async () => {
  const { didww, server } = await against([status(503)])
  await Promise.all(Array.from({ length: 100 }, () => failure(didww.retrieve(ID))))
  console.log(`100 calls on a dead server made ${server.requests.length} requests`)
  expect(server.requests.length).toBe(120)
})

test('successes earn retries back', async () => {
  const { didww, server } = await against([...Array.from({ length: 200 }, (_, n) => (n < 160 ? status(503) : good))])
  for (let call = 0; call < 40; call += 1) await failure(didww.retrieve(ID))
  expect(server.requests).toHaveLength(40 + 20)
  server.requests.length = 0
})

test.each([301, 302, 303, 307, 308])('a GET follows %i to the same origin, with its key', async (code) => {
  const { didww, server } = await against([status(code, { Location: '/v3/elsewhere?x=1' }), good])
  expect((await didww.retrieve(ID)).id).toBe(ID)
  expect(server.requests.map(({ path }) => path)).toEqual([`/v3/exports/${ID}`, '/v3/elsewhere?x=1'])
  expect(server.requests[1]?.headers['api-key']).toBe(CANARY)
})

test('a GET follows three redirects and no more', async () => {
  const { didww, server } = await against([status(307, { Location: '/again' })])
  expect(await failure(didww.retrieve(ID))).toMatchObject({ name: 'ProtocolError', code: 'redirect' })
  expect(server.requests).toHaveLength(4)
})

test('a redirect to another host is not followed, and that host sees nothing', async () => {
  const elsewhere = await serve(() => good)
  running.push(elsewhere)
  const { didww, server } = await against([status(302, { Location: `${elsewhere.origin}/v3/exports/${ID}` })])
  expect(await failure(didww.retrieve(ID))).toMatchObject({ code: 'redirect' })
  expect(await failure(didww.create(MARCH))).toMatchObject({ code: 'redirect' })
  expect(elsewhere.requests).toEqual([])
  expect(server.requests).toHaveLength(2)
})

test.each([
  'https://127.0.0.1/',
  'file:///etc/passwd',
  'http://user:secret@127.0.0.1/',
  '//evil.test/',
  'http://[',
  '',
])('a redirect to %j is not followed', async (location) => {
  const { didww, server } = await against([status(302, { Location: location })])
  expect(await failure(didww.retrieve(ID))).toMatchObject({ code: 'redirect' })
  expect(server.requests).toHaveLength(location === '' ? 4 : 1)
})

test('a create follows no redirect, not even to the same origin', async () => {
  const { didww, server } = await against([status(307, { Location: '/v3/exports' }), created])
  expect(await failure(didww.create(MARCH))).toMatchObject({ name: 'ProtocolError', code: 'redirect' })
  expect(server.requests).toHaveLength(1)
})

test('raw is retried by the same rules', async () => {
  const { didww, server } = await against([status(503), good])
  const { data } = await didww.raw.GET('/v3/exports/{id}', { params: { path: { id: ID } } })
  expect(data?.data.id).toBe(ID)
  expect(server.requests).toHaveLength(2)
})

test('a limiter spreads requests, in the order they came', async () => {
  const limiter = createLimiter({ perSecond: 10, clock })
  const order: number[] = []
  await Promise.all([1, 2, 3, 4].map((n) => limiter.acquire().then(() => order.push(n))))
  expect(order).toEqual([1, 2, 3, 4])
  expect(clock.pauses.map(Math.round)).toEqual([100, 100, 100])
})

test('a 429 pauses all who share the limiter', async () => {
  const limiter = createLimiter({ perSecond: 1000, clock })
  const { didww } = await against([status(429, { 'Retry-After': '5' }), good], { limiter })
  const { didww: other } = await against([good], { limiter })
  const first = didww.retrieve(ID)
  await first
  expect(clock.now() - START).toBeGreaterThanOrEqual(5000)
  const before = clock.now()
  limiter.pause(3000)
  await other.retrieve(ID)
  expect(clock.now() - before).toBeGreaterThanOrEqual(3000)
})

test('a create that waits too long for the rate limiter is not sent, and is not ambiguous', async () => {
  const limiter = createLimiter({ perSecond: 0.01 })
  const { didww, server } = await against([created], { limiter, clock: undefined, totalTimeout: 100 })
  await didww.create(MARCH)
  const error = await failure(didww.create(MARCH))
  expect(error).toMatchObject({ name: 'TimeoutError', timeoutMs: expect.closeTo(100, -1) as number })
  expect(error.message).toMatch(/^POST .* waited more than \d+ ms for the rate limiter/)
  expect(server.requests).toHaveLength(1)
})

test('nothing is sent when its slot comes after its timeout', async () => {
  const late = { acquire: () => new Promise<void>((resolve) => setTimeout(resolve, 150)), pause: () => undefined }
  const { didww, server } = await against([good], { limiter: late, clock: undefined, totalTimeout: 50 })
  expect(await failure(didww.retrieve(ID))).toMatchObject({ name: 'TimeoutError' })
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(server.requests).toEqual([])
})

test.each(['600', '99999999'])('Retry-After: %s delays the others for no longer than a call may take', async (wait) => {
  const limited = status(429, { 'Retry-After': wait })
  const { didww, server } = await against([limited, good], {
    limiter: createLimiter(),
    clock: undefined,
    totalTimeout: 200,
  })
  expect(await failure(didww.retrieve(ID))).toMatchObject({
    name: 'RateLimitError',
    retryAfterMs: Number(wait) * 1000,
  })
  expect(await didww.retrieve(ID, { totalTimeout: 5000 })).toMatchObject({ id: ID })
  expect(server.requests).toHaveLength(2)
})

test('a 429 without a retry pauses the limiter for as long as it asks', async () => {
  const pauses: number[] = []
  const limiter = { acquire: unlimited.acquire, pause: (ms: number) => void pauses.push(ms) }
  const { didww } = await against([status(429, { 'Retry-After': '4' })], { limiter, maxRetries: 0 })
  await failure(didww.retrieve(ID))
  expect(pauses).toEqual([4000])
})

test.each([
  ['read', 1, 'AmbiguousCreateError'],
  ['write', 1, 'AmbiguousCreateError'],
  [undefined, 1, 'AmbiguousCreateError'],
  ['connect', 4, 'NetworkError'],
])('a create whose %s finds no way to the host is sent %i times', async (syscall, times, name) => {
  let posts = 0
  const fetch = (_: unknown, init?: RequestInit): Promise<Response> => {
    if (init?.method === 'POST') posts += 1
    const cause = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH', syscall })
    return Promise.reject(new TypeError('fetch failed', { cause }))
  }
  const { didww } = await against([], { fetch })
  expect(await failure(didww.create(MARCH))).toMatchObject({ name })
  expect(posts).toBe(times)
})

test('a download spends the retry budget that calls spend, and earns it back', async () => {
  const { didww, server } = await against([status(503)])
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-retry-'))
  const url = `${server.origin}/v3/exports/33bdfff7-4de3-4c58-8c90-b99930fb984a.csv.gz`
  const download = () => didww.download({ id: ID, url }, { to: join(folder, 'cdrs.csv.gz') })
  // A full budget is good for 20 retries, whoever makes them.
  for (let call = 0; call < 3; call += 1) await failure(didww.retrieve(ID))
  for (let call = 0; call < 10; call += 1) await failure(download())
  expect(server.requests).toHaveLength(13 + 20)
  await failure(didww.retrieve(ID))
  expect(server.requests).toHaveLength(13 + 20 + 1)
  await rm(folder, { recursive: true })
})

test('a free slot is taken at once, and never from those who wait', async () => {
  const limiter = createLimiter({ perSecond: 10, clock })
  expect([limiter.tryAcquire?.(), limiter.tryAcquire?.()]).toEqual([true, false])
  const waiting = limiter.acquire()
  clock.sleep(1000).catch(() => undefined)
  expect(limiter.tryAcquire?.()).toBe(false)
  await waiting
})

test('a limiter with tryAcquire is asked for a slot only when there is none at once', async () => {
  const asked: string[] = []
  const limiter = {
    tryAcquire: () => asked.push('try') > 1,
    acquire: () => {
      asked.push('acquire')
      return Promise.resolve()
    },
    pause: () => undefined,
  }
  const { didww } = await against([good], { limiter })
  await didww.retrieve(ID)
  await didww.retrieve(ID)
  expect(asked).toEqual(['try', 'acquire', 'try'])
})

test('a limiter that is an object of a class keeps its this', async () => {
  class Gate {
    #passed = 0
    acquire(): Promise<void> {
      this.#passed += 1
      return Promise.resolve()
    }
    pause(): void {
      this.#passed = 0
    }
    get passed(): number {
      return this.#passed
    }
  }
  const limiter = new Gate()
  const { didww } = await against([status(503), good], { limiter })
  expect((await didww.retrieve(ID)).id).toBe(ID)
  expect(limiter.passed).toBe(2)
})

test('a clock that is an object of a class keeps its this', async () => {
  class Time {
    #at = START
    now(): number {
      return this.#at
    }
    sleep(ms: number, signal?: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms)
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          reject(signal.reason as Error)
        })
      })
    }
  }
  const { didww } = await against([created, good], { clock: new Time() })
  const { id } = await didww.create(MARCH)
  expect(await didww.waitUntilCompleted(id)).toMatchObject({ id: ID })
})

test('an abort ends waiting for the rate limiter at once, and passes the slot on', async () => {
  const limiter = createLimiter({ perSecond: 0.001 })
  await limiter.acquire()
  const caller = new AbortController()
  const reason = new Error('enough')
  const waiting = limiter.acquire(caller.signal)
  const behind = limiter.acquire(caller.signal)
  const began = performance.now()
  caller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(behind).rejects.toBe(reason)
  expect(performance.now() - began).toBeLessThan(100)
})

test('observers see what is sent, without secrets, numbers and queries', async () => {
  const seen: unknown[] = []
  const lines: string[] = []
  const log = (message: string, fields?: object): void => void lines.push(message, JSON.stringify(fields))
  const observers: Observers = {
    onRequest: (event) => seen.push(['request', event]),
    onResponse: ({ ms, ...event }) => seen.push(['response', ms >= 0, event]),
    onRetry: (event: RetryEvent) => seen.push(['retry', event]),
    logger: { debug: log, warn: log },
  }
  const { didww, server } = await against([status(429), created], observers)
  await didww.create(MARCH)
  const event = { method: 'POST', url: `${server.origin}/v3/exports` }
  expect(seen).toEqual([
    ['request', { ...event, attempt: 1 }],
    ['response', true, { ...event, attempt: 1, status: 429 }],
    ['retry', { ...event, attempt: 1, delay: 500, reason: '429' }],
    ['request', { ...event, attempt: 2 }],
    ['response', true, { ...event, attempt: 2, status: 201 }],
  ])
  await didww.raw.GET('/v3/exports', { params: { query: { page: { size: 77 } } } })
  const shown = lines.join('\n') + JSON.stringify(seen) + inspect(didww, { depth: 10, showHidden: true })
  for (const secret of [CANARY, '447700900123', 'page']) expect(lines.join()).not.toContain(secret)
  expect(shown).not.toContain(CANARY)
  expect(lines[0]).toBe(`POST ${server.origin}/v3/exports`)
})
