import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExportsClient, ProtocolError, WaitTimeoutError } from '../../src/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { exportDocument, ID, reply, resource } from '../helpers/document.js'
import { jumpingClock } from '../helpers/jumping-clock.js'
import { type Seen, serve } from '../helpers/serve.js'

const idOf = (number: number): string => ID.slice(0, -6) + String(number).padStart(6, '0')
const pageOf = ({ path }: Seen): { number: number; size: number } => {
  const query = new URL(path, 'http://x').searchParams
  return { number: Number(query.get('page[number]')), size: Number(query.get('page[size]')) }
}
const slice = (ids: number[], seen: Seen, next = '/v3/exports?page[number]=next') => {
  const { number, size } = pageOf(seen)
  const data = ids.slice((number - 1) * size, number * size).map((one) => resource({}, idOf(one)))
  const links = number * size < ids.length ? { next } : {}
  return reply({ data, meta: { total_records: ids.length }, links })
}
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

test('listAll yields every export of every page once, and passes the query on', async () => {
  await using server = await serve((seen) => slice(range(250), seen))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  const ids: string[] = []
  for await (const one of didww.listAll({ sort: 'created_at' })) ids.push(one.id)
  expect(ids).toEqual(range(250).map(idOf))
  expect(server.requests.map(pageOf).map(({ number, size }) => [number, size])).toEqual([
    // Each page begins within those before it.
    [1, 100],
    [2, 95],
    [3, 92],
  ])
  expect(server.requests.every(({ path }) => path.includes('sort=created_at'))).toBe(true)
})

test('several attributes to sort by go with commas between', async () => {
  await using server = await serve((seen) => slice(range(1), seen))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  await didww.list({ sort: ['status', '-created_at'] })
  for await (const one of didww.listAll({ sort: ['status', '-created_at'] })) expect(one.id).toBe(idOf(0))
  expect(server.requests.map(({ path }) => new URL(path, 'http://x').searchParams.get('sort'))).toEqual([
    'status,-created_at',
    'status,-created_at',
  ])
})

test('exports that move to a later page while others come are yielded once', async () => {
  const ids = range(20).map((one) => one + 100)
  await using server = await serve((seen, count) => {
    if (count === 2) ids.unshift(1, 2, 3)
    return slice(ids, seen)
  })
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  const seen: string[] = []
  for await (const one of didww.listAll({ page: { size: 10 } })) seen.push(one.id)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(ids.slice(3).map(idOf)))
})

test('a list whose exports are deleted meanwhile is read again for those that moved', async () => {
  const ids = range(30)
  await using server = await serve((seen, count) => {
    if (count === 2) ids.splice(0, 5)
    return slice(ids, seen)
  })
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  const seen: string[] = []
  for await (const one of didww.listAll({ page: { size: 10 } })) seen.push(one.id)
  expect(new Set(seen).size).toBe(seen.length)
  // 10 to 14 moved from the second page to the first, behind the walk.
  expect(seen.sort()).toEqual(range(30).map(idOf))
})

test('one that goes while another comes hides none, wherever the walk is, in either order', async () => {
  for (const isAscending of [true, false]) {
    for (const at of range(6)) {
      let ids = range(60)
      await using server = await serve((seen, count) => {
        // Total and first page stay as they were.
        if (count === at + 2) ids = [...ids.filter((id) => id !== 25), 99]
        return slice(isAscending ? ids : [...ids].reverse(), seen)
      })
      const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, limiter: unlimited })
      const seen: string[] = []
      for await (const one of didww.listAll({ page: { size: 20 } })) seen.push(one.id)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toEqual(
        expect.arrayContaining(
          range(60)
            .filter((id) => id !== 25)
            .map(idOf),
        ),
      )
    }
  }
})

test('whatever comes and goes, none that is always there is missed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(12), fc.nat(12), fc.nat(1000)), { maxLength: 40 }),
      fc.constantFrom(20, 37, 100),
      async (given, size) => {
        const changes = [...given]
        const stays = new Set(range(150).filter((id) => id % 3 !== 0))
        let ids = range(150).map((id) => ({ id, at: id }))
        let next = 1000
        const fetch = (input: string | URL | Request): Promise<Response> => {
          const [goes, comes, where] = changes.shift() ?? [0, 0, 0]
          const going = new Set(
            ids
              .filter(({ id }) => !stays.has(id))
              .slice(where % 30, (where % 30) + goes)
              .map(({ id }) => id),
          )
          const coming = range(comes).map((one) => ({ id: (next += 1), at: ((where + one * 17) % 160) + 0.5 }))
          ids = [...ids.filter(({ id }) => !going.has(id)), ...coming].toSorted((a, b) => a.at - b.at)
          const { pathname, search } = new URL(input instanceof Request ? input.url : input)
          const { headers, body } = slice(
            ids.map(({ id }) => id),
            { path: pathname + search } as Seen,
          )
          return Promise.resolve(new Response(body, { headers }))
        }
        const didww = createExportsClient({ apiKey: 'k', fetch, limiter: unlimited })
        const seen: string[] = []
        for await (const one of didww.listAll({ page: { size } })) seen.push(one.id)
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen).toEqual(expect.arrayContaining([...stays].map(idOf)))
      },
    ),
    { numRuns: 100, seed: 17 },
  )
}, 30_000)

test('a list of ever new pages ends with an error', async () => {
  let next = 0
  const fetch = (): Promise<Response> => {
    const data = range(20).map(() => resource({}, idOf((next += 1))))
    const { headers, body } = reply({ data, links: { next: '/v3/exports' } })
    return Promise.resolve(new Response(body, { headers }))
  }
  const didww = createExportsClient({ apiKey: 'k', fetch, limiter: unlimited })
  const walk = async (): Promise<void> => {
    for await (const one of didww.listAll({ page: { size: 20 } })) expect(one.export_type).toBe('cdr_out')
  }
  await expect(walk()).rejects.toMatchObject({
    name: 'ProtocolError',
    message: 'The list does not end after 10000 pages',
  })
}, 60_000)

test('with exports coming and going, none that was always there is missed, and none comes twice', async () => {
  let [first, last] = [0, 60]
  await using server = await serve((seen) => {
    first += 1
    last += 1
    return slice(range(last).slice(first), seen)
  })
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, limiter: unlimited })
  const seen: string[] = []
  for await (const one of didww.listAll({ sort: 'created_at', page: { size: 10 } })) seen.push(one.id)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(range(60).slice(first).map(idOf)))
})

test.each([
  ['leads to another host', 'http://evil.test/'],
  ['is no link', 'http://['],
])('a link to the next page that %s is refused', async (_name, next) => {
  await using server = await serve(() => reply({ data: [resource()], links: { next } }))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  await expect(didww.listAll().next()).rejects.toMatchObject({ name: 'ProtocolError', code: 'foreign_url' })
  expect(server.requests).toHaveLength(1)
})

test('a list whose pages are smaller than requested is read to its end', async () => {
  await using server = await serve((seen) => {
    const { number } = pageOf(seen)
    const data = range(300).slice((number - 1) * 10, number * 10)
    return reply({
      data: data.map((one) => resource({}, idOf(one))),
      links: number < 30 ? { next: '/v3/exports?page[number]=next' } : {},
    })
  })
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, limiter: unlimited })
  let count = 0
  for await (const one of didww.listAll()) count += one.id === idOf(count) ? 1 : 0
  expect(count).toBe(300)
})

test('an endless list ends with an error', async () => {
  await using server = await serve(() => reply({ data: [resource()], links: { next: '/v3/exports' } }))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, limiter: unlimited })
  const walk = async (): Promise<void> => {
    for await (const one of didww.listAll()) expect(one.id).toBe(ID)
  }
  await expect(walk()).rejects.toBeInstanceOf(ProtocolError)
  expect(server.requests.length).toBeLessThan(30)
})

test('leaving the loop stops the requests', async () => {
  await using server = await serve((seen) => slice(range(250), seen))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  for await (const one of didww.listAll()) if (one.id === idOf(5)) break
  expect(server.requests).toHaveLength(1)
})

test('abort between pages', async () => {
  await using server = await serve((seen) => slice(range(250), seen))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  const caller = new AbortController()
  const reason = new Error('enough')
  const walk = async (): Promise<void> => {
    for await (const one of didww.listAll({}, { signal: caller.signal })) if (one.id === idOf(99)) caller.abort(reason)
  }
  await expect(walk()).rejects.toBe(reason)
})

const statuses = (...sequence: string[]) => {
  const rest = [...sequence]
  return () => {
    const status = rest.length > 1 ? rest.shift() : rest[0]
    return reply(exportDocument({ status, ...(status !== 'Completed' && { url: null }) }))
  }
}

test('waiting polls at once, then with growing pauses, and reports every poll', async () => {
  await using server = await serve(statuses('Pending', 'Pending', 'Processing', 'Processing', 'Completed'))
  const clock = jumpingClock()
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, clock, random: () => 0 })
  const seen: string[] = []
  const done = await didww.waitUntilCompleted(ID, { maxDelay: 10_000, onPoll: ({ status }) => seen.push(status) })
  expect(done.url).toMatch(/csv\.gz$/)
  expect(seen).toEqual(['Pending', 'Pending', 'Processing', 'Processing', 'Completed'])
  expect(clock.pauses).toEqual([2000, 4000, 8000, 10_000])
})

test('an API that falls silent does not prolong a wait', async () => {
  const pending = reply(exportDocument({ status: 'Pending', url: null }))
  await using server = await serve((_, count) => (count === 1 ? pending : new Promise(() => undefined)))
  const client = { apiKey: 'k', baseUrl: server.origin, timeout: 100, totalTimeout: 60_000 }
  const waiting = createExportsClient(client).waitUntilCompleted(ID, { minDelay: 10, maxDelay: 10, maxWait: 200 })
  const error: unknown = await waiting.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WaitTimeoutError)
  expect(error).toMatchObject({ lastExport: { status: 'Pending' }, maxWait: 200 })
  expect(server.requests.length).toBeLessThan(5)
})

test('jitter lengthens a pause by up to as much again', async () => {
  await using server = await serve(statuses('Pending', 'Completed'))
  const clock = jumpingClock()
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, clock, random: () => 0.5 })
  await didww.waitUntilCompleted(ID)
  expect(clock.pauses).toEqual([3000])
})

test('an export that is never completed is a WaitTimeoutError that can be continued', async () => {
  await using server = await serve(statuses('Processing'))
  const clock = jumpingClock()
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, clock })
  const error = await didww.waitUntilCompleted(ID, { maxWait: 60_000 }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(WaitTimeoutError)
  expect(error).toMatchObject({ lastExport: { id: ID, status: 'Processing' }, maxWait: 60_000, retryable: true })
  expect(clock.now()).toBe(60_000)
})

test('a completed export without url is polled again, and after a grace time is a ProtocolError', async () => {
  await using lagging = await serve((_, count) => reply(exportDocument(count < 3 ? { url: null } : {})))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: lagging.origin, clock: jumpingClock() })
  expect((await didww.waitUntilCompleted(ID)).url).toMatch(/csv\.gz$/)
  await using server = await serve(() => reply(exportDocument({ url: null })))
  const lost = createExportsClient({ apiKey: 'k', baseUrl: server.origin, clock: jumpingClock() })
  await expect(lost.waitUntilCompleted(ID)).rejects.toBeInstanceOf(ProtocolError)
})

test('an outage does not end a wait', async () => {
  await using server = await serve((_, count) =>
    count === 1
      ? reply(exportDocument({ status: 'Pending', url: null }))
      : count < 12
        ? { status: 503 }
        : reply(exportDocument()),
  )
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin, clock: jumpingClock() })
  expect((await didww.waitUntilCompleted(ID)).status).toBe('Completed')
})

test('an abort ends a pause', async () => {
  await using server = await serve(statuses('Pending'))
  const didww = createExportsClient({ apiKey: 'k', baseUrl: server.origin })
  const reason = new Error('enough')
  const caller = new AbortController()
  const pending = didww.waitUntilCompleted(ID, {
    signal: caller.signal,
    onPoll: () => setTimeout(() => caller.abort(reason), 10),
  })
  await expect(pending).rejects.toBe(reason)
})
