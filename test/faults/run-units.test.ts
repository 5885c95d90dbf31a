import { mkdirSync, rmSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigurationError, createExportsClient, createLimiter } from '../../src/index.js'
import {
  advance,
  directoryStore,
  directoryTarget,
  type ManifestEntry,
  planUnits,
  type RunOptions,
  type RunProgress,
  runUnits,
  suspendUnit,
  type Unit,
  unitKey,
} from '../../src/pull/index.js'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { memoryDirectory } from '../helpers/memory-directory.js'

const NOW = '2026-11-20T12:00:00Z'
const apiVersion = '2026-04-16'

let dir = ''
let sandbox: Sandbox
let events: RunProgress<ManifestEntry>[] = []

beforeEach(async () => {
  dir = await memoryDirectory()
  events = []
})
afterEach(() => rm(dir, { recursive: true }))

const start = (options: SandboxOptions = {}): void => {
  sandbox = createSandbox({ seed: 4, now: NOW, rows: 60, apiVersion, ...options })
}
const run = async (units: readonly Unit[], options: Partial<RunOptions<ManifestEntry>> = {}) => {
  await using target = directoryTarget(dir)
  await using store = directoryStore(dir)
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const limiter = createLimiter({ clock })
  const client = createExportsClient({ apiVersion, apiKey, fetch, clock, baseUrl, limiter, random: () => 0 })
  const context = { store, target, clientFor: () => client, clock, random: () => 0 }
  return await runUnits(units, { ...context, onProgress: (progress) => events.push(progress), ...options })
}
const days = (period: string): Unit[] =>
  planUnits({ exportTypes: ['cdr_in'], periods: [period], split: 'day', apiVersion, clock: sandbox.clock })
const created = (): string[] => sandbox.exports.map(({ filters }) => (filters as { from: string }).from.slice(0, 10))

test('the soonest-expiring units run first, in whatever order they are given', async () => {
  start()
  const units = days('2026-09-29..2026-10-02').toReversed()
  const { results, rows, outcomes } = await run(units, { concurrency: 1 })
  expect(results).toEqual({ done: 4, provisional: 0, closed: 0, suspended: 0, waiting: 0, refused: 0 })
  expect(
    created()
      .slice(0, 2)
      .every((day) => day.startsWith('2026-09')),
  ).toBe(true)
  const calls = sandbox.calls({
    export_type: 'cdr_in',
    filters: { from: '2026-09-29 00:00:00', to: '2026-10-03 00:00:00' },
  })
  expect(rows).toBe(calls.length)
  expect(outcomes.every(({ loaded: held }) => held?.provisional === false)).toBe(true)
})

test.each(['from', 'to', 'did_number'])(
  'a filter %s of a unit does not request other calls than its period says',
  async (name) => {
    start({ apiVersion: '2021-12-15' })
    const unit: Unit = { ...days('2026-10-05')[0], filter: { [name]: '2026-09-01 00:00:00' } } as Unit
    const { outcomes } = await run([unit])
    expect(outcomes).toMatchObject([
      { result: 'suspended', error: { name: 'ConfigurationError', code: 'invalid_unit' } },
    ])
    expect(sandbox.exports).toEqual([])
  },
)

test('units wait for their exports at the same time, within the rate limit of the key', async () => {
  start({ pendingFor: '2m', processingFor: '2m' })
  const before = sandbox.clock.now()
  const { results } = await run(days('2026-10-01..2026-10-20'), { concurrency: 2 })
  expect(results.done).toBe(20)
  // One after another they would take eighty minutes.
  expect(sandbox.clock.now() - before).toBeLessThan(10 * 60_000)
  expect(sandbox.requests.filter(({ status }) => status === 429)).toEqual([])
})

test('an error of one unit does not stop the others; a retryable error is retried', async () => {
  start()
  sandbox.inject({ on: 'createExport', nth: 2, do: { status: 422 } })
  sandbox.inject({ on: 'createExport', nth: [3, 4, 5, 6], do: { status: 429 } })
  const { results, outcomes } = await run(days('2026-10-01..2026-10-04'), { concurrency: 1 })
  expect(results).toMatchObject({ done: 3, suspended: 1 })
  const suspended = outcomes.find(({ result }) => result === 'suspended')
  expect(suspended).toMatchObject({
    error: { status: 422 },
    state: { step: 'suspended', suspended: { step: 'planned' } },
  })
  // The next run goes on with it. Units that are done cost nothing.
  const before = sandbox.exports.length
  expect(await run(days('2026-10-01..2026-10-04'))).toMatchObject({ results: { done: 4 }, already: 3 })
  expect(sandbox.exports).toHaveLength(before + 1)
})

test('a unit whose calls have left the window is closed, and a future one waits for its day', async () => {
  start()
  const units = planUnits({ exportTypes: ['cdr_in'], periods: ['2026-08', '2026-12'], clock: sandbox.clock })
  const { outcomes } = await run(units, { maxWait: 1000 })
  expect(outcomes.map(({ result, error }) => [result, error?.code]).sort()).toEqual([
    ['closed', 'outside_window'],
    ['suspended', 'in_future'],
  ])
  expect(sandbox.requests).toEqual([])
})

test('a unit that is not ready in time is left, and the next run goes on with the same export', async () => {
  start({ pendingFor: '2h' })
  const units = days('2026-10-01..2026-10-02')
  const { results, outcomes } = await run(units, { maxWait: 60_000 })
  expect(results.waiting).toBe(2)
  expect(outcomes[0]?.error).toMatchObject({ name: 'WaitTimeoutError', lastExport: { status: 'pending' } })
  sandbox.advance('3h')
  expect((await run(units)).results.done).toBe(2)
  expect(sandbox.exports).toHaveLength(2)
})

test('a run waits through an outage during the wait, but ends when the outage was there before', async () => {
  start({ pendingFor: '10m' })
  const units = days('2026-10-01')
  const { fetch } = sandbox
  let isDown = (): boolean => false
  const down = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
  sandbox = { ...sandbox, fetch: (...args) => (isDown() ? Promise.reject(down) : fetch(...args)) }
  expect((await run(units, { maxWait: 1000 })).results.waiting).toBe(1)
  const since = sandbox.clock.now()
  isDown = () => true
  const { outcomes } = await run(units, { retries: 1 })
  expect(outcomes).toMatchObject([{ result: 'suspended', error: { name: 'NetworkError' }, state: { failures: 2 } }])
  expect(sandbox.clock.now() - since).toBeLessThan(60_000)
  isDown = () => sandbox.clock.now() > since + 120_000 && sandbox.clock.now() < since + 300_000
  expect((await run(units, { retries: 0 })).results.done).toBe(1)
})

test('overlapping units are refused before a request, within the run and against the directory', async () => {
  start()
  const month = planUnits({ exportTypes: ['cdr_in'], periods: ['2026-10'], clock: sandbox.clock })
  await expect(run([...month, ...days('2026-10-05')])).rejects.toMatchObject({ name: 'OverlapError' })
  expect(sandbox.requests).toEqual([])
  await run(month)
  const before = sandbox.requests.length
  expect((await run(days('2026-10-05'))).outcomes[0]).toMatchObject({ result: 'refused', error: { code: 'overlap' } })
  expect(sandbox.requests).toHaveLength(before)
})

test('the next run pulls a provisional period again, and fewer calls are reported', async () => {
  start()
  const units = days('2026-11-19')
  const first = await run(units)
  expect(first.results.provisional).toBe(1)
  const held = first.outcomes[0]?.loaded
  expect(held?.rows).toBeGreaterThan(0)
  // The API has lost a call: its file is one row shorter.
  const { fetch } = sandbox
  sandbox = { ...sandbox, fetch: async (input, init) => shorter(await fetch(input, init)) }
  const again = await run(units)
  expect(again.outcomes[0]).toMatchObject({ already: false, loaded: { generation: 2, rows: (held?.rows ?? 0) - 1 } })
  expect(events.flatMap(({ event }) => (event?.step === 'shrunk' ? [event] : []))).toEqual([
    { step: 'shrunk', before: held?.rows, rows: (held?.rows ?? 0) - 1 },
  ])
})

/** The same answer; a file loses its last row. */
const shorter = async (answer: Response): Promise<Response> => {
  if (!answer.headers.get('Content-Type')?.includes('gzip')) return answer
  const { gunzipSync, gzipSync } = await import('node:zlib')
  const lines = gunzipSync(Buffer.from(await answer.arrayBuffer()))
    .toString()
    .trimEnd()
    .split('\n')
  return new Response(gzipSync(`${lines.slice(0, -1).join('\n')}\n`), {
    headers: { 'Content-Type': 'application/gzip' },
  })
}

test("a caller's abort is rethrown once the work has stopped, and the next run goes on", async () => {
  start()
  const units = days('2026-10-01..2026-10-10')
  const caller = new AbortController()
  const reason = new Error('enough')
  const onProgress = ({ summary }: RunProgress<ManifestEntry>): void => {
    if (summary.results.done === 3) caller.abort(reason)
  }
  await expect(run(units, { signal: caller.signal, onProgress })).rejects.toBe(reason)
  const { results, already } = await run(units)
  expect(results.done).toBe(10)
  expect(already).toBeGreaterThanOrEqual(3)
  expect(sandbox.exports).toHaveLength(10)
})

test('lost states cost one more download, not one for each earlier generation', async () => {
  start()
  const units = days('2026-10-01')
  await run(units)
  for (let round = 0; round < 3; round += 1) await run(units, { refresh: true })
  await rm(join(dir, '.didww'), { recursive: true })
  const downloads = (): number => sandbox.requests.filter(({ operation }) => operation === 'downloadExport').length
  const before = downloads()
  expect((await run(units, { refresh: true })).outcomes).toMatchObject([{ result: 'done', loaded: { generation: 5 } }])
  expect(downloads() - before).toBe(1)
})

test('a manifest that cannot be written fails its unit, not those after it', async () => {
  start()
  const manifest = join(dir, 'manifest.json')
  const { results } = await run(days('2026-10-01..2026-10-04'), {
    concurrency: 1,
    retries: 0,
    onProgress: ({ outcome, summary }) => {
      if (!outcome || summary.outcomes.length > 2) return
      rmSync(manifest, { recursive: true })
      // No file can be renamed to the name of a directory.
      if (summary.outcomes.length === 1) mkdirSync(manifest)
    },
  })
  expect(results).toMatchObject({ done: 3, suspended: 1 })
  const { files } = JSON.parse(await readFile(manifest, 'utf8')) as { files: object }
  expect(Object.keys(files)).toHaveLength(4)
})

test('a unit can be suspended without a key for its account', async () => {
  start({ pendingFor: '2h' })
  const [unit] = days('2026-10-01') as [Unit]
  await run([unit], { maxWait: 1000 })
  await using target = directoryTarget(dir)
  await using store = directoryStore(dir)
  const clientFor = (): never => {
    throw new ConfigurationError('missing_api_key', 'No key')
  }
  const why = new ConfigurationError('gave_up', 'After 8 attempts')
  const suspended = { step: 'suspended', suspended: { step: 'waiting', error: { code: 'gave_up' } } }
  expect(await suspendUnit(unit, { store, target, clientFor }, why)).toMatchObject({ done: true, state: suspended })
  expect(await store.read(unitKey(unit))).toMatchObject(suspended)
})

test('the next generation removes the spooled files of the one before', async () => {
  start()
  const units = days('2026-10-01')
  await using real = directoryTarget(dir)
  const spool = join(dir, '.didww', 'spool')
  const target: typeof real = { ...real, load: () => Promise.reject(new Error('killed while it loads')) }
  await expect(run(units, { target })).rejects.toThrow('killed')
  await real.close()
  expect(await readdir(spool)).not.toEqual([])
  expect((await run(units, { refresh: true })).results.done).toBe(1)
  expect(await readdir(spool)).toEqual([])
})

test.each([
  ['the current month', '2026-11-20T10:00:00Z', '2026-11'],
  ['a day that has just ended', '2026-11-20T00:00:01Z', '2026-11-19'],
  ['a day in its first seconds', '2026-11-20T00:00:00.700Z', '2026-11-20'],
])('%s is requested by a clock that is ahead, and is complete in the end', async (_name, now, period) => {
  start({ now })
  const ahead = { ...sandbox.clock, now: () => sandbox.clock.now() + 2000, sleep: sandbox.clock.sleep }
  const units = planUnits({ exportTypes: ['cdr_in'], periods: [period], apiVersion, clock: ahead })
  const { apiKey, fetch, url: baseUrl } = sandbox
  const client = createExportsClient({ apiVersion, apiKey, fetch, clock: ahead, baseUrl })
  const withSkew = { clock: ahead, clientFor: () => client, settleTimeMs: 0 }
  expect((await run(units, withSkew)).results.provisional).toBe(1)
  sandbox.advance('31d')
  expect((await run(units, withSkew)).outcomes).toMatchObject([{ result: 'done', loaded: { generation: 2 } }])
  const [from, to] = [units[0]?.from, units[0]?.to].map((time = '') => time.slice(0, 19).replace('T', ' '))
  const calls = sandbox.calls({ export_type: 'cdr_in', filters: { from, to }, apiVersion })
  expect((await run(units, withSkew)).rows).toBe(calls.length)
})

test('an abort ends a run whose target loses all that it loads', async () => {
  start()
  const caller = new AbortController()
  await using real = directoryTarget(dir)
  let loads = 0
  const load: typeof real.load = (one) => {
    if ((loads += 1) === 3) caller.abort(new Error('enough'))
    return real.load(one)
  }
  const loaded: typeof real.loaded = async (unit) => {
    const one = await real.loaded(unit)
    return one && { ...one, intact: false }
  }
  const target = { ...real, load, loaded }
  await expect(run(days('2026-10-01'), { target, signal: caller.signal })).rejects.toThrow('enough')
  expect(loads).toBe(3)
})

test.each(['target.loaded', 'client.list'] as const)(
  'a lease that is lost in the first step, during %s, leaves the unit to the process that took it over',
  async (during) => {
    start()
    const units = days('2026-10-01')
    const [unit] = units as [Unit]
    await using target = directoryTarget(dir)
    await using store = directoryStore(dir)
    const { apiKey, fetch, clock, url: baseUrl } = sandbox
    const client = createExportsClient({ apiVersion, apiKey, fetch, clock, baseUrl, random: () => 0 })
    const rival = { store, target, clientFor: () => client, clock, random: () => 0, ignoreDueAt: true }
    const fences: number[] = []
    let isTaken = false
    /** The lease lapses, and the rival does all of the unit. */
    const takeOver = async (): Promise<void> => {
      if (isTaken) return
      isTaken = true
      await new Promise((resolve) => setTimeout(resolve, 60))
      while (!(await advance(unit, rival)).done) sandbox.advance('1m')
    }
    const slow = {
      store: {
        ...store,
        renew: () => Promise.resolve(true),
        save: async (...args: Parameters<typeof store.save>) => {
          const isSaved = await store.save(...args)
          if (!isSaved) fences.push(args[0].fence)
          return isSaved
        },
      },
      target: {
        ...target,
        loaded: async (one: Unit) => {
          const loaded = await target.loaded(one)
          if (during === 'target.loaded') await takeOver()
          return loaded
        },
      },
      clientFor: () => ({
        ...client,
        list: async (...args: Parameters<typeof client.list>) => {
          if (during === 'client.list') await takeOver()
          return client.list(...args)
        },
      }),
    }
    const { outcomes } = await runUnits(units, { ...slow, clock, random: () => 0, leaseMs: 30 })
    expect(outcomes).toMatchObject([{ result: 'done', loaded: { generation: 1 } }])
    expect(fences).toHaveLength(1)
    expect(sandbox.exports).toHaveLength(1)
  },
)

test('a run does not replace a newer generation that another process has loaded meanwhile', async () => {
  start()
  const units = days('2026-10-01')
  await using target = directoryTarget(dir)
  await using store = directoryStore(dir)
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const client = createExportsClient({ apiVersion, apiKey, fetch, clock, baseUrl, random: () => 0 })
  let loads = 0
  const load: typeof target.load = async (one) => {
    // As if its lease had lapsed after the last check, and another process had loaded two generations.
    if ((loads += 1) === 1) await target.load({ ...one, generation: 3, fence: one.fence + 1 })
    return target.load(one)
  }
  const context = { store, target: { ...target, load }, clientFor: () => client, clock, random: () => 0 }
  const { outcomes } = await runUnits(units, context)
  expect(outcomes).toMatchObject([{ result: 'done', loaded: { generation: 4 } }])
  expect(loads).toBe(2)
})

test('a bug is thrown, not suspended', async () => {
  start()
  const clientFor = (): never => {
    throw new TypeError('a bug')
  }
  await expect(run(days('2026-10-01..2026-10-03'), { clientFor })).rejects.toThrow('a bug')
})
