import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createExportsClient, createLimiter } from '../../src/index.js'
import { directoryStore, directoryTarget, planUnits, runUnits } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { memoryDirectory } from '../helpers/memory-directory.js'

const apiVersion = '2026-04-16'
const NOW = '2026-11-20T12:00:00Z'
const ACCOUNTS = 1000

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)

test('1,000 accounts, 31 days, 2 types: time and memory', async () => {
  const dir = await memoryDirectory()
  const options = { now: NOW, realTime: true, apiVersion, rows: 62, pendingFor: 0, processingFor: 0 } as const
  const sandboxes = Array.from({ length: ACCOUNTS }, (_, seed) => createSandbox({ ...options, seed }))
  const [{ clock } = createSandbox(options)] = sandboxes
  const clients = sandboxes.map(({ apiKey, fetch, url: baseUrl }) =>
    createExportsClient({ apiVersion, apiKey, fetch, clock, baseUrl, limiter: createLimiter({ clock }) }),
  )
  const names = Array.from({ length: ACCOUNTS }, (_, index) => `account-${index}`)
  let peak = 0
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 200)
  const base = process.memoryUsage.rss()
  const began = performance.now()
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1)

  const periods = ['2026-10']
  const units = planUnits({
    accounts: names,
    exportTypes: ['cdr_in', 'cdr_out'],
    periods,
    split: 'day',
    apiVersion,
    clock,
  })
  expect(units).toHaveLength(ACCOUNTS * 31 * 2)
  console.log(`planned ${units.length} units in ${seconds()} s`)

  const target = directoryTarget(dir)
  const store = directoryStore(dir)
  const clientFor = (account: string) => clients[names.indexOf(account)] as (typeof clients)[number]
  const context = { store, target, clientFor, clock, concurrency: 64, maxWait: 7_200_000 }
  const summary = await runUnits(units, context)
  await target.close()
  await store.close()
  console.log(
    `ran them in ${seconds()} s: ${summary.rows} rows, ` +
      `${mebibytes(base)} MiB before, ${mebibytes(peak)} MiB at most, of sandboxes and run together`,
  )
  expect(summary.results.done).toBe(units.length)
  const truth = sandboxes.map(({ calls }) =>
    (['cdr_in', 'cdr_out'] as const)
      .map((export_type) => calls({ export_type, filters: { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' } }))
      .reduce((sum, one) => sum + one.length, 0),
  )
  expect(summary.rows).toBe(truth.reduce((sum, one) => sum + one, 0))
  expect(sandboxes.reduce((sum, { exports }) => sum + exports.length, 0)).toBe(units.length)

  const again = performance.now()
  await using second = directoryTarget(dir)
  await using reopened = directoryStore(dir)
  expect((await runUnits(units, { ...context, target: second, store: reopened })).already).toBe(units.length)
  console.log(`ran them again, all done before, in ${((performance.now() - again) / 1000).toFixed(1)} s`)
  clearInterval(watching)
  await rm(dir, { recursive: true })
}, 1_500_000)
