import { pbkdf2 } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { createSandbox } from '../../src/sandbox/create-sandbox.js'
import { SandboxClock } from '../../src/sandbox/sandbox-clock.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { unlimited } from '../../src/http/limiter.js'

const NOW = '2021-12-20T00:00:00Z'
const START = Date.parse(NOW)
const ORDER = { export_type: 'cdr_in', filters: { year: '2021', month: '11' } } as const

describe('a clock without real time', () => {
  it('moves by advance(), and wakes sleepers in order', async () => {
    const clock = new SandboxClock(START, false)
    const woken: string[] = []
    for (const ms of [3000, 1000, 2000]) void clock.sleep(ms).then(() => woken.push(`${ms}`))
    clock.advance('2s')
    await Promise.resolve()
    expect(woken).toEqual(['1000', '2000'])
    expect(clock.now()).toBe(START + 2000)
  })

  it('jumps from sleeper to sleeper when nothing else happens', async () => {
    const clock = new SandboxClock(START, false)
    const woken: [number, number][] = []
    const sleepTwice = async (ms: number): Promise<void> => {
      for (let i = 0; i < 2; i += 1) {
        await clock.sleep(ms)
        woken.push([ms, clock.now() - START])
      }
    }
    const before = performance.now()
    await Promise.all([60_000, 3_600_000, 90_000].map(sleepTwice))
    expect(woken).toEqual([
      [60_000, 60_000],
      [90_000, 90_000],
      [60_000, 120_000],
      [90_000, 180_000],
      [3_600_000, 3_600_000],
      [3_600_000, 7_200_000],
    ])
    expect(performance.now() - before).toBeLessThan(2000)
  })

  it('rejects with the reason of a signal, before and while asleep', async () => {
    const clock = new SandboxClock(START, false)
    const reason = new Error('stop')
    await expect(clock.sleep(1000, AbortSignal.abort(reason))).rejects.toBe(reason)
    const stop = new AbortController()
    const asleep = clock.sleep(1000, stop.signal)
    stop.abort(reason)
    await expect(asleep).rejects.toBe(reason)
    expect(clock.now()).toBe(START)
  })

  it.each([1500, '1500ms', '1.5s', '1500'])('moves on by %j', (by) => {
    const clock = new SandboxClock(START, false)
    clock.advance(by as number)
    expect(clock.now()).toBe(START + 1500)
  })

  it.each(['2 hours', 'h', -1, Number.NaN, ''])('refuses the duration %j', (by) => {
    expect(() => new SandboxClock(START, false).advance(by as number)).toThrow('is not a duration')
  })
})

it('passes by itself with realTime, and can still be moved', async () => {
  const clock = new SandboxClock(START, true)
  await clock.sleep(30)
  expect(clock.now()).toBeGreaterThanOrEqual(START + 30)
  expect(clock.now()).toBeLessThan(START + 5000)
  const asleep = clock.sleep(3_600_000)
  clock.advance('1h')
  await asleep
  expect(clock.now()).toBeGreaterThanOrEqual(START + 3_600_000)
})

it('passes by itself for a client that does not use it', async () => {
  await using sandbox = createSandbox({ now: NOW, rows: 5, pendingFor: '50ms', processingFor: '50ms' })
  const client = createExportsClient({ apiKey: sandbox.apiKey, baseUrl: await sandbox.listen(), limiter: unlimited })
  const created = await client.create(ORDER)
  expect(Date.parse(created.created_at)).toBeLessThan(START + 5000)
  const done = await client.waitUntilCompleted(created.id, { minDelay: 20, maxDelay: 20 })
  expect(done.url).toContain(sandbox.exports[0]?.file)
})

it.each<[string, (sandbox: Sandbox) => unknown, number]>([
  ['taken', (sandbox) => sandbox.clock, 0],
  ['moved', (sandbox) => sandbox.advance(5), 5],
])('is held once it was %s', async (_, hold, moved) => {
  await using sandbox = createSandbox({ now: NOW, rows: 5 })
  const ask = () => sandbox.fetch(`${sandbox.url}/v3/exports`, { headers: { 'Api-Key': sandbox.apiKey } })
  hold(sandbox)
  await ask()
  await delay(20)
  await ask()
  expect(sandbox.requests.map(({ at }) => at - START)).toEqual([moved, moved])
})

describe('a client that is given the clock', () => {
  it.each(['a socket', 'no socket'])('waits for an export in no time, over %s', async (over) => {
    await using sandbox = createSandbox({ now: NOW, rows: 5, pendingFor: '5m', processingFor: '20m' })
    const { apiKey, clock, fetch } = sandbox
    const client = createExportsClient({
      apiKey,
      clock,
      ...(over === 'a socket' ? { baseUrl: await sandbox.listen() } : { baseUrl: sandbox.url, fetch }),
    })
    const before = performance.now()
    const done = await client.waitUntilCompleted((await client.create(ORDER)).id)
    expect(done.url).toContain(sandbox.exports[0]?.file)
    expect(clock.now() - START).toBeGreaterThanOrEqual(25 * 60_000)
    expect(performance.now() - before).toBeLessThan(5000)
  })

  it('gets no timeout while its request is on the way', async () => {
    await using sandbox = createSandbox({ now: NOW, rows: 5 })
    const { apiKey, clock } = sandbox
    const client = createExportsClient({
      apiKey,
      clock,
      limiter: unlimited,
      baseUrl: await sandbox.listen(),
      timeout: 1000,
    })
    for (let i = 0; i < 15; i += 1) await client.list()
    expect(clock.now()).toBe(START)
  })

  it('gets no timeout while a request takes long', async () => {
    await using sandbox = createSandbox({ now: NOW })
    const { port } = new URL(await sandbox.listen())
    const socket = connect(Number(port), '127.0.0.1')
    socket.write('POST /v3/exports HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n')
    await delay(20)
    let isAwake = false
    const asleep = sandbox.clock.sleep(60_000).then(() => (isAwake = true))
    await delay(120)
    expect(isAwake).toBe(false)
    socket.end('{}')
    await asleep
  })

  it('gets no timeout while a file is read slowly', async () => {
    await using sandbox = createSandbox({ now: NOW, rows: 1500 })
    const { apiKey, clock, fetch } = sandbox
    const client = createExportsClient({ apiKey, clock, baseUrl: sandbox.url, fetch })
    const { url } = await client.waitUntilCompleted((await client.create(ORDER)).id)
    const { body } = await fetch(url, { headers: { 'Api-Key': apiKey } })
    let isAwake = false
    const asleep = clock.sleep(30_000).then(() => (isAwake = true))
    let pieces = 0
    for await (const piece of body ?? []) {
      expect(isAwake).toBe(false)
      await delay(400)
      pieces += Math.sign(piece.byteLength)
    }
    expect(pieces).toBeGreaterThan(2)
    await asleep
  })

  it('gets no timeout while its own disk is slow', async () => {
    await using sandbox = createSandbox({ now: NOW, rows: 100 })
    const { apiKey, clock } = sandbox
    const client = createExportsClient({ apiKey, clock, limiter: unlimited, baseUrl: await sandbox.listen() })
    const done = await client.waitUntilCompleted((await client.create(ORDER)).id)
    const to = join(await mkdtemp(join(tmpdir(), 'didww-exports-clock-')), 'cdrs.csv.gz')
    const before = clock.now()
    let isOver = false
    // Whatever is to be read, written or compressed waits for its turn among these.
    const others = Array.from({ length: 4 }, async () => {
      while (!isOver) await promisify(pbkdf2)('', '', 100_000, 64, 'sha512')
    })
    const { bytes } = await client.download(done, { to, maxRetries: 0 }).finally(() => (isOver = true))
    expect(bytes).toBe((await sandbox.measure(done.id)).bytes)
    expect(clock.now()).toBe(before)
    await Promise.all(others)
    await rm(dirname(to), { recursive: true })
  })

  it('gets a timeout when the answer never ends', async () => {
    const faults = [{ on: 'listExports', nth: 'every', do: { stall: 10 } } as const]
    await using sandbox = createSandbox({ now: NOW, faults })
    const { apiKey, clock, fetch } = sandbox
    for (const settings of [{ baseUrl: await sandbox.listen() }, { baseUrl: sandbox.url, fetch }]) {
      const before = clock.now()
      const client = createExportsClient({ apiKey, clock, ...settings, timeout: 30_000 })
      await expect(client.list()).rejects.toMatchObject({ name: 'TimeoutError' })
      expect(clock.now() - before).toBeGreaterThanOrEqual(30_000)
    }
  })
})
