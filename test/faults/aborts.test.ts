import { afterEach, expect, test } from 'vitest'
import { createExportsClient, createLimiter, type ExportsClient } from '../../src/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { exportDocument, ID, JSON_API, reply, resource } from '../helpers/document.js'
import { type Reply, type Running, serve, serveBytes } from '../helpers/serve.js'

type Didww = ExportsClient<'2021-12-15'>
type Answer = Parameters<typeof serve>[0]

const running: Running[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server[Symbol.asyncDispose]()
})

const MONTH = { export_type: 'cdr_in', filters: { year: '2026', month: '10' } } as const
const good = reply(exportDocument())
const never = new Promise<Reply>(() => undefined)
const pending = reply(exportDocument({ status: 'Pending', url: null }))
const page = reply({ data: [resource()], meta: { total_records: 2 }, links: { next: '/v3/exports?page[number]=2' } })
const halfABody = `HTTP/1.1 200 OK\r\nContent-Type: ${JSON_API}\r\nContent-Length: 500\r\n\r\n{"data"`

const readAll = async (didww: Didww, signal: AbortSignal): Promise<void> => {
  for await (const one of didww.listAll({ page: { size: 1 } }, { signal })) expect(one.id).toBe(ID)
}

/** A phase of a call: how the server behaves in it, and what is called. */
const PHASES: [string, string | Answer, (didww: Didww, signal: AbortSignal) => Promise<unknown>][] = [
  ['waiting for the answer', () => never, (didww, signal) => didww.retrieve(ID, { signal })],
  ['reading the body', halfABody, (didww, signal) => didww.retrieve(ID, { signal })],
  ['pausing before another attempt', () => ({ status: 503 }), (didww, signal) => didww.retrieve(ID, { signal })],
  [
    'pausing as the server asked',
    () => ({ status: 429, headers: { 'Retry-After': '60' } }),
    (didww, signal) => didww.list({}, { signal }),
  ],
  ['creating', () => never, (didww, signal) => didww.create(MONTH, { signal })],
  [
    'looking for what an ambiguous create has made',
    ({ method }) => (method === 'POST' ? { status: 500 } : never),
    (didww, signal) => didww.create(MONTH, { signal }),
  ],
  ['waiting for an export', () => pending, (didww, signal) => didww.waitUntilCompleted(ID, { signal })],
  ['reading the second page', (_, count) => (count === 1 ? page : never), readAll],
  [
    'asking again for an export that was just created',
    ({ method }) => (method === 'POST' ? { ...pending, status: 201 } : { status: 404 }),
    async (didww, signal) => didww.retrieve((await didww.create(MONTH)).id, { signal }),
  ],
  [
    'asking by raw',
    () => never,
    (didww, signal) => didww.raw.GET('/v3/exports/{id}', { params: { path: { id: ID } }, signal }),
  ],
]

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

const aborted = async (work: (signal: AbortSignal) => Promise<unknown>): Promise<void> => {
  const caller = new AbortController()
  const reason = { mine: true }
  let abortedAt = Infinity
  const before = timers()
  const outcome = work(caller.signal).then(
    () => 'done',
    (error: unknown) => error,
  )
  setTimeout(() => {
    abortedAt = performance.now()
    caller.abort(reason)
  }, 50)
  expect(await outcome).toBe(reason)
  expect(performance.now() - abortedAt).toBeLessThan(100)
  expect(timers()).toBeLessThanOrEqual(before)
}

test.each(PHASES)(
  "a caller's abort while %s is rethrown as it came, within 100 ms, and leaves no timer",
  async (_name, answer, call) => {
    const server = await (typeof answer === 'string' ? serveBytes(answer, { stayOpen: true }) : serve(answer))
    running.push(server)
    const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter: unlimited, random: () => 1 })
    await aborted((signal) => call(didww, signal))
  },
)

test("a caller's abort while waiting for the rate limiter is rethrown as it came", async () => {
  const server = await serve(() => good)
  running.push(server)
  const limiter = createLimiter({ perSecond: 0.001 })
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter })
  await didww.retrieve(ID)
  await aborted((signal) => didww.retrieve(ID, { signal }))
  expect(server.requests).toHaveLength(1)
})

test("a caller's abort during a silent TLS handshake is rethrown as it came", async () => {
  const server = await serveBytes('', { stayOpen: true })
  running.push(server)
  const baseUrl = server.origin.replace('http:', 'https:')
  const didww = createExportsClient({ apiKey: 'key', baseUrl, limiter: unlimited })
  await aborted((signal) => didww.retrieve(ID, { signal }))
})

test.each<[string, (didww: Didww, signal: AbortSignal) => Promise<unknown>]>([
  ['retrieve', (didww, signal) => didww.retrieve(ID, { signal })],
  ['list', (didww, signal) => didww.list({}, { signal })],
  ['listAll', readAll],
  ['create', (didww, signal) => didww.create(MONTH, { signal })],
  ['waitUntilCompleted', (didww, signal) => didww.waitUntilCompleted(ID, { signal })],
])('%s with an aborted signal sends nothing', async (_name, call) => {
  const server = await serve(() => good)
  running.push(server)
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter: unlimited })
  const reason = { mine: true }
  await expect(call(didww, AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(server.requests).toEqual([])
})

test('leaving listAll ends it: no further page is requested', async () => {
  const server = await serve(() => page)
  running.push(server)
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter: unlimited })
  for await (const one of didww.listAll({ page: { size: 1 } })) {
    expect(one.id).toBe(ID)
    break
  }
  expect(server.requests).toHaveLength(1)
})

test('an abort closes the connection of the request it ends', async () => {
  const server = await serve(() => never)
  running.push(server)
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter: unlimited })
  await aborted((signal) => didww.retrieve(ID, { signal }))
  await expect.poll(server.closed, { timeout: 1000 }).toBe(1)
})

test('an answer that is too large is dropped, and its connection is closed', async () => {
  const server = await serve(() => ({ headers: { 'Content-Type': JSON_API }, body: ' '.repeat(9 * 1024 * 1024) }))
  running.push(server)
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter: unlimited })
  await expect(didww.retrieve(ID)).rejects.toMatchObject({ code: 'too_large' })
  await expect.poll(server.closed, { timeout: 1000 }).toBe(1)
})
