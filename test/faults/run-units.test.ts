import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createExportsClient, createLimiter } from '../../src/index.js'
import {
  directoryStore,
  directoryTarget,
  type ManifestEntry,
  planUnits,
  type RunOptions,
  type RunProgress,
  runUnits,
  type Unit,
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

test('those that leave the window first come first, whatever the order they are given in', async () => {
  start()
  const units = days('2026-09-29..2026-10-02').toReversed()
  const { results, rows, outcomes } = await run(units, { concurrency: 1 })
  expect(results).toEqual({ done: 4, provisional: 0, closed: 0, parked: 0, waiting: 0, refused: 0 })
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
  expect(outcomes.every(({ held }) => held?.provisional === false)).toBe(true)
})

test.each(['from', 'to', 'did_number'])(
  'a filter %s of a unit does not ask for other calls than its name says',
  async (name) => {
    start({ apiVersion: '2021-12-15' })
    const unit: Unit = { ...days('2026-10-05')[0], filter: { [name]: '2026-09-01 00:00:00' } } as Unit
    const { outcomes } = await run([unit])
    expect(outcomes).toMatchObject([{ result: 'parked', error: { name: 'ConfigurationError', code: 'invalid_unit' } }])
    expect(sandbox.exports).toEqual([])
  },
)

test('exports are waited for together, and the key is never overrun', async () => {
  start({ pendingFor: '2m', processingFor: '2m' })
  const before = sandbox.clock.now()
  const { results } = await run(days('2026-10-01..2026-10-20'), { concurrency: 2 })
  expect(results.done).toBe(20)
  // One after the other they would take eighty minutes.
  expect(sandbox.clock.now() - before).toBeLessThan(10 * 60_000)
  expect(sandbox.requests.filter(({ status }) => status === 429)).toEqual([])
})

test('an error of one unit does not stop the others; what may pass is tried again', async () => {
  start()
  sandbox.inject({ on: 'createExport', nth: 2, do: { status: 422 } })
  sandbox.inject({ on: 'createExport', nth: [3, 4, 5, 6], do: { status: 429 } })
  const { results, outcomes } = await run(days('2026-10-01..2026-10-04'), { concurrency: 1 })
  expect(results).toMatchObject({ done: 3, parked: 1 })
  const parked = outcomes.find(({ result }) => result === 'parked')
  expect(parked).toMatchObject({ error: { status: 422 }, state: { step: 'parked', parked: { step: 'planned' } } })
  // Asked again, it goes on; those that are done cost nothing.
  const before = sandbox.exports.length
  expect(await run(days('2026-10-01..2026-10-04'))).toMatchObject({ results: { done: 4 }, already: 3 })
  expect(sandbox.exports).toHaveLength(before + 1)
})

test('a unit whose calls have left the window is closed, and one that is to come waits for its day', async () => {
  start()
  const units = planUnits({ exportTypes: ['cdr_in'], periods: ['2026-08', '2026-12'], clock: sandbox.clock })
  const { outcomes } = await run(units, { maxWait: 1000 })
  expect(outcomes.map(({ result, error }) => [result, error?.code]).sort()).toEqual([
    ['closed', 'outside_window'],
    ['parked', 'in_future'],
  ])
  expect(sandbox.requests).toEqual([])
})

test('what is not ready in time is left, and the next run goes on with the same export', async () => {
  start({ pendingFor: '2h' })
  const units = days('2026-10-01..2026-10-02')
  const { results, outcomes } = await run(units, { maxWait: 60_000 })
  expect(results.waiting).toBe(2)
  expect(outcomes[0]?.error).toMatchObject({ name: 'WaitTimeoutError', lastExport: { status: 'pending' } })
  sandbox.advance('3h')
  expect((await run(units)).results.done).toBe(2)
  expect(sandbox.exports).toHaveLength(2)
})

test('units that overlap are refused before anything is sent, in the run and in the directory', async () => {
  start()
  const month = planUnits({ exportTypes: ['cdr_in'], periods: ['2026-10'], clock: sandbox.clock })
  await expect(run([...month, ...days('2026-10-05')])).rejects.toMatchObject({ name: 'OverlapError' })
  expect(sandbox.requests).toEqual([])
  await run(month)
  const before = sandbox.requests.length
  expect((await run(days('2026-10-05'))).outcomes[0]).toMatchObject({ result: 'refused', error: { code: 'overlap' } })
  expect(sandbox.requests).toHaveLength(before)
})

test('a period that may still get calls is pulled anew by the next run, and fewer calls are told', async () => {
  start()
  const units = days('2026-11-19')
  const first = await run(units)
  expect(first.results.provisional).toBe(1)
  const held = first.outcomes[0]?.held
  expect(held?.rows).toBeGreaterThan(0)
  // The API has lost a call: its file is one row shorter.
  const { fetch } = sandbox
  sandbox = { ...sandbox, fetch: async (input, init) => shorter(await fetch(input, init)) }
  const again = await run(units)
  expect(again.outcomes[0]).toMatchObject({ already: false, held: { generation: 2, rows: (held?.rows ?? 0) - 1 } })
  expect(events.flatMap(({ event }) => (event?.step === 'shrunk' ? [event] : []))).toEqual([
    { step: 'shrunk', before: held?.rows, rows: (held?.rows ?? 0) - 1 },
  ])
})

/** The answer, its last row taken off when it is a file. */
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

test("a caller's abort comes out once all has come to rest, and the next run goes on", async () => {
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

test('a bug is thrown, not parked', async () => {
  start()
  const clientFor = (): never => {
    throw new TypeError('a bug')
  }
  await expect(run(days('2026-10-01..2026-10-03'), { clientFor })).rejects.toThrow('a bug')
})
