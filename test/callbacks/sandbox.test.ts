import { describe, expect, it, test } from 'vitest'
import { callbackFacts, facts, type SigningKey, signingKeys } from '../../generated/facts.js'
import { createCallbackHandler, createHints, type ExportCallback } from '../../src/callbacks/index.js'
import { createAnyClient } from '../../src/create-exports-client.js'
import { type ApiVersion, createExportsClient } from '../../src/index.js'
import { createSandbox, type Fault, type Sandbox } from '../../src/sandbox/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { receive, type Receiving } from '../helpers/receive.js'

const NOW = '2026-11-20T00:00:00Z'
const SECRET = 'a secret of this test'

const make = (faults: Fault[] = [], more: object = {}): Sandbox =>
  createSandbox({ now: NOW, rows: 5, callbackSecret: SECRET, faults, pendingFor: '1m', processingFor: '4m', ...more })

const clientOf = (sandbox: Sandbox, baseUrl: string) =>
  createExportsClient({ apiKey: sandbox.apiKey, baseUrl, clock: sandbox.clock, limiter: unlimited })

const ORDER = { export_type: 'cdr_in', filters: { year: '2026', month: '10' } } as const

/** A receiver whose public URL is where it listens, with something behind it. */
const receiver = async (onExport: (callback: ExportCallback) => unknown, tail = '', secret = SECRET) => {
  let publicUrl = ''
  const errors: unknown[] = []
  const handler = createCallbackHandler({
    secrets: [secret],
    publicUrl: () => publicUrl,
    onExport,
    onError: (error) => errors.push(error),
  })
  const receiving: Receiving = await receive(handler)
  publicUrl = `${receiving.origin}${tail}`
  return { publicUrl, errors, [Symbol.asyncDispose]: () => receiving[Symbol.asyncDispose]() }
}

test('an address on this machine may be written in capitals', async () => {
  const seen: ExportCallback[] = []
  await using there = await receiver((callback) => seen.push(callback))
  await using sandbox = make()
  const didww = clientOf(sandbox, await sandbox.listen())
  const { id } = await didww.create({
    ...ORDER,
    callback_url: there.publicUrl.replace('127.0.0.1', 'LOCALHOST'),
    callback_method: 'POST',
  })
  await sandbox.clock.sleep(300_000)
  await expect.poll(() => sandbox.deliveries).toMatchObject([{ export: id, status: 403 }])
  // It arrived; the receiver refuses it, since another address was signed.
  expect(there.errors).toMatchObject([{ reason: 'wrong_signature' }])
  expect(seen).toEqual([])
})

describe.each(['POST', 'GET'] as const)('by %s, over sockets', (callback_method) => {
  it.each(['', '/cb', '?opaque=1&id=7', '/cb/?q=a%20b#end'])('to http://127.0.0.1:PORT%s', async (tail) => {
    const hints = createHints()
    const seen: ExportCallback[] = []
    await using there = await receiver((callback) => {
      seen.push(callback)
      hints.notify(callback.id)
    }, tail)
    await using sandbox = make()
    const didww = clientOf(sandbox, await sandbox.listen())
    const { id } = await didww.create({ ...ORDER, callback_url: there.publicUrl, callback_method })
    const looks: string[] = []
    const onPoll = ({ status }: { status: string }): number => looks.push(status)
    const done = await didww.waitUntilCompleted(id, { hints, maxDelay: 3_600_000, onPoll })
    expect(there.errors).toEqual([])
    expect(seen).toEqual([{ id, type: 'exports', status: 'completed' }])
    await expect
      .poll(() => sandbox.deliveries)
      .toMatchObject([{ export: id, attempt: 1, method: callback_method, status: 204 }])
    // One look at the start and one for the hint, at the very time of completion.
    expect(looks).toEqual(['Pending', 'Completed'])
    expect(sandbox.clock.now()).toBe(Date.parse(NOW) + 300_000)
    expect(done.url).toContain('.csv.gz')
  })
})

test.each(Object.keys(facts) as ApiVersion[])(
  '%s sends the parameters that its document describes',
  async (apiVersion) => {
    const seen: ExportCallback[] = []
    await using there = await receiver((callback) => seen.push(callback))
    await using sandbox = make([], { apiVersion })
    const callback = callbackFacts[apiVersion]
    await createOf(sandbox, apiVersion, there.publicUrl)
    await sandbox.clock.sleep(300_000)
    await expect.poll(() => sandbox.deliveries).toMatchObject([{ status: 204 }])
    const [given = {}] = seen
    expect(Object.keys(given).sort()).toEqual([...callback.parameters].sort())
    expect(given).toMatchObject(callback.constants)
  },
)

describe('the key that signs', () => {
  /** What receivers with either key made of a callback. */
  const acceptedBy = async (apiVersion: ApiVersion, options: object): Promise<string[]> => {
    await using sandbox = createSandbox({ now: NOW, rows: 1, apiVersion, ...options })
    const accepted: string[] = []
    for (const [name, secret] of Object.entries({
      'api-key': sandbox.apiKey,
      'callback-secret': sandbox.callbackSecret,
    })) {
      await using there = await receiver(() => accepted.push(name), '', secret)
      await createOf(sandbox, apiVersion, there.publicUrl)
      const sent = sandbox.deliveries.length
      sandbox.advance('10s')
      await expect.poll(() => sandbox.deliveries.length).toBe(sent + 1)
    }
    return accepted
  }

  it.each(Object.entries(signingKeys) as [ApiVersion, SigningKey][])('of %s is the %s', async (version, key) => {
    expect(await acceptedBy(version, {})).toEqual([key])
  })

  it.each([
    [{ callbacksSignedWith: 'callback-secret' }, 'callback-secret'],
    [{ callbackSecret: SECRET }, 'callback-secret'],
    [{ callbackSecret: SECRET, callbacksSignedWith: 'api-key' }, 'api-key'],
  ])('is chosen by %j', async (options, key) => {
    expect(await acceptedBy('2021-12-15', options)).toEqual([key])
  })

  it('must be one of the two', () => {
    expect(() => make([], { callbacksSignedWith: 'secret' })).toThrow(
      'callbacksSignedWith "secret" is not known: one of api-key, callback-secret',
    )
  })
})

const createOf = async (sandbox: Sandbox, apiVersion: ApiVersion, callback_url: string): Promise<void> => {
  const { apiKey, authUrl, url: baseUrl, fetch, clock } = sandbox
  const didww = createAnyClient({ apiVersion, apiKey, authUrl, baseUrl, fetch, clock, limiter: unlimited })
  const { callbackMethods, timeFormat } = facts[apiVersion]
  const months = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
  const filters = timeFormat === undefined ? ORDER.filters : months
  const attributes = { export_type: 'cdr_in', filters, callback_url, callback_method: callbackMethods[0] }
  await didww.create(attributes as Parameters<typeof didww.create>[0])
}

const create = (sandbox: Sandbox, url: string) => createOf(sandbox, '2021-12-15', url)

test('ten attempts at the documented times, by the clock of the sandbox', async () => {
  await using there = await receiver(() => {
    throw new Error('a secret of the receiver')
  })
  await using sandbox = make()
  await create(sandbox, there.publicUrl)
  await sandbox.clock.sleep(30 * 86_400_000)
  const minutes = sandbox.deliveries.map(({ at }) => (at - Date.parse(NOW)) / 60_000 - 5)
  expect(minutes).toEqual([0, 1, 11, 41, 101, 281, 641, 1361, 2801, 5681])
  expect(sandbox.deliveries.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 500))
})

test('a callback does not make time pass by itself', async () => {
  await using there = await receiver(() => undefined)
  await using sandbox = make()
  await create(sandbox, there.publicUrl)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(sandbox.clock.now()).toBe(Date.parse(NOW))
  expect(sandbox.deliveries).toEqual([])
  sandbox.advance('5m')
  await expect.poll(() => sandbox.deliveries.length).toBe(1)
})

test('an answer that takes more than a minute of the clock is a failure', async () => {
  await using there = await receiver(() => new Promise(() => undefined))
  await using sandbox = make()
  await create(sandbox, there.publicUrl)
  await sandbox.clock.sleep(400_000)
  expect(sandbox.deliveries).toMatchObject([{ at: Date.parse(NOW) + 300_000, status: null, error: 'timeout' }])
})

test('nothing is sent to another machine unless that is allowed', async () => {
  const url = 'http://callbacks.invalid/cb'
  for (const [callbackOrigins, error] of [
    [[], 'callbacks.invalid is not this machine: list its origin in callbackOrigins'],
    [['http://callbacks.invalid:80'], expect.stringMatching(/^E/) as string],
  ] as const) {
    await using sandbox = make([], { callbackOrigins })
    await create(sandbox, url)
    sandbox.advance('5m')
    await expect.poll(() => sandbox.deliveries).toMatchObject([{ status: null, error }])
  }
  expect(() => make([], { callbackOrigins: ['everywhere'] })).toThrow('callbackOrigins')
  expect(() => make([], { callbackSecret: '' })).toThrow('callbackSecret')
})

test('a URL without a scheme is read as http, where the version accepts it', async () => {
  const seen: unknown[] = []
  let publicUrl = ''
  const options = { secrets: [SECRET], publicUrl: () => publicUrl, onExport: (one: unknown) => seen.push(one) }
  await using there = await receive(createCallbackHandler({ ...options, apiVersion: '2026-11-19' }))
  publicUrl = `${there.origin.replace('http://', '')}/cb`
  await using sandbox = make([], { apiVersion: '2026-11-19' })
  await createOf(sandbox, '2026-11-19', publicUrl)
  sandbox.advance('5m')
  await expect.poll(() => sandbox.deliveries).toMatchObject([{ status: 204 }])
  expect(seen).toHaveLength(1)
})

test('the secret depends on the seed and is not the key', () => {
  const [one, same, other] = [1, 1, 2].map((seed) => createSandbox({ seed }))
  expect(one?.callbackSecret).toBe(same?.callbackSecret)
  expect(one?.callbackSecret).not.toBe(other?.callbackSecret)
  expect(one?.callbackSecret).not.toBe(one?.apiKey)
})

describe('faults', () => {
  const on = 'exportCompleted'
  const run = async (fault: Fault, until = 86_400_000) => {
    const seen: string[] = []
    const there = await receiver(({ id }) => seen.push(id))
    const sandbox = make([fault])
    await create(sandbox, there.publicUrl)
    await sandbox.clock.sleep(until)
    await Promise.all([there[Symbol.asyncDispose](), sandbox.close()])
    return { seen, errors: there.errors, deliveries: sandbox.deliveries, fired: sandbox.fired }
  }

  it('lost: it never arrives and is not retried', async () => {
    const { seen, deliveries, fired } = await run({ on, do: { callback: 'lost' } })
    expect([seen.length, fired.length]).toEqual([0, 1])
    expect(deliveries).toMatchObject([{ status: null, error: 'lost' }])
  })

  it('doubled: it arrives twice and is reported once', async () => {
    const { seen, deliveries, fired } = await run({ on, do: { callback: 'doubled' } })
    expect([seen.length, fired.length]).toEqual([1, 1])
    expect(deliveries.map(({ status, attempt }) => [status, attempt])).toEqual([
      [204, 1],
      [204, 1],
    ])
  })

  it('tampered: it is refused, and arrives unchanged the next time', async () => {
    const { seen, errors, deliveries, fired } = await run({ on, do: { callback: 'tampered' } })
    expect(errors).toMatchObject([{ reason: 'wrong_signature' }])
    expect(deliveries.map(({ status }) => status)).toEqual([403, 204])
    expect([seen.length, fired.length]).toEqual([1, 1])
  })

  it('late: it arrives later', async () => {
    const { seen, deliveries, fired } = await run({ on, do: { callback: { late: 7_200_000 } } })
    expect(deliveries).toMatchObject([{ at: Date.parse(NOW) + 7_500_000, status: 204 }])
    expect([seen.length, fired.length]).toEqual([1, 1])
  })

  it('is not counted when no receiver was listening', async () => {
    await using sandbox = make([{ on, nth: 'every', do: { callback: 'tampered' } }])
    await create(sandbox, 'http://127.0.0.1:1/')
    sandbox.advance('5m')
    await expect.poll(() => sandbox.deliveries).toMatchObject([{ status: null, error: 'ECONNREFUSED' }])
    expect(sandbox.fired).toEqual([])
  })

  it.each([
    [{ on: 'exportCompleted', do: { status: 500 } }, 'faults[0].do has callback with exportCompleted'],
    [{ on: 'createExport', do: { callback: 'lost' } }, 'faults[0].do has callback with exportCompleted'],
    [{ on: 'exportCompleted', do: { callback: 'lost', delay: 1 } }, 'faults[0].do has callback with exportCompleted'],
    [{ on: 'exportCompleted', do: { callback: 'gone' } }, 'faults[0].do.callback must be one of lost, doubled'],
    [{ on: 'exportCompleted', do: { callback: { late: -1 } } }, 'faults[0].do.callback.late must be >= 0'],
  ])('refuses %j', (fault, message) => {
    expect(() => make([fault as Fault])).toThrow(message)
  })
})

describe('a wait with hints', () => {
  it('ends by polling when the callback is lost, with fewer requests than without', async () => {
    const looksWith = async (hints: ReturnType<typeof createHints> | undefined): Promise<number> => {
      await using there = await receiver(() => undefined)
      await using sandbox = make([{ on: 'exportCompleted', do: { callback: 'lost' } }])
      const didww = clientOf(sandbox, await sandbox.listen())
      const { id } = await didww.create({ ...ORDER, callback_url: there.publicUrl, callback_method: 'POST' })
      let looks = 0
      await didww.waitUntilCompleted(id, { hints, onPoll: () => (looks += 1) })
      await expect.poll(() => sandbox.fired.length).toBe(1)
      return looks
    }
    const [without, slower] = [await looksWith(undefined), await looksWith(createHints())]
    expect(slower).toBeGreaterThan(2)
    expect(slower).toBeLessThan(without)
  })

  it('does not lose a hint that came before the wait, and still asks the API', async () => {
    await using sandbox = make()
    const didww = clientOf(sandbox, await sandbox.listen())
    const { id } = await didww.create(ORDER)
    const hints = createHints()
    // A callback of last year, sent again: it is signed, and wrong.
    hints.notify(id)
    const looks: [string, number][] = []
    const onPoll = ({ status }: { status: string }): number =>
      looks.push([status, sandbox.clock.now() - Date.parse(NOW)])
    await didww.waitUntilCompleted(id, { hints, onPoll, maxDelay: 3_600_000 })
    expect(looks.slice(0, 2)).toEqual([
      ['Pending', 0],
      ['Pending', 0],
    ])
    expect(looks.at(-1)?.[0]).toBe('Completed')
  })

  it('polls at most once in two seconds, however many hints come', async () => {
    await using sandbox = make([], { pendingFor: '10s', processingFor: '10s' })
    const didww = clientOf(sandbox, await sandbox.listen())
    const { id } = await didww.create(ORDER)
    const hints = createHints()
    const flood = setInterval(() => hints.notify(id), 1)
    let looks = 0
    await didww.waitUntilCompleted(id, { hints, onPoll: () => (looks += 1) })
    clearInterval(flood)
    expect(looks).toBeLessThanOrEqual(13)
  })

  it('is ended by its signal, with its reason', async () => {
    await using sandbox = make()
    const didww = clientOf(sandbox, await sandbox.listen())
    const { id } = await didww.create(ORDER)
    const caller = new AbortController()
    const reason = new Error('enough')
    const onPoll = (): void => caller.abort(reason)
    await expect(didww.waitUntilCompleted(id, { hints: createHints(), signal: caller.signal, onPoll })).rejects.toBe(
      reason,
    )
  })
})
