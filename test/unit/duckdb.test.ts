import { rm } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { duckdbViews } from '../../src/pull/directory/duckdb-views.js'
import { directoryStore, directoryTarget, planUnits, runUnits } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { memoryDirectory } from '../helpers/memory-directory.js'

test('DuckDB reads the directory as one table, account and period as columns', async () => {
  const sandbox = createSandbox({ now: '2026-11-20T12:00:00Z', rows: 30, pendingFor: 0, processingFor: 0 })
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const client = createExportsClient({ apiKey, fetch, clock, baseUrl })
  const cdrs = await memoryDirectory()
  const units = planUnits({
    accounts: ['north', 'south'],
    exportTypes: ['cdr_in'],
    periods: ['2026-09..2026-10'],
    clock,
  })
  const target = directoryTarget(cdrs)
  const store = directoryStore(cdrs)
  const { results, rows } = await runUnits(units, { store, target, clientFor: () => client, clock })
  await target.close()
  await store.close()
  expect(results.done).toBe(4)

  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(await duckdbViews(cdrs))
  const reader = await connection.runAndReadAll(`
    SELECT account, period, count(*)::INTEGER AS calls, sum(duration_secs)::INTEGER AS seconds
    FROM cdr_in GROUP BY ALL ORDER BY ALL`)
  const found = reader.getRowObjects()
  connection.closeSync()
  instance.closeSync()
  await rm(cdrs, { recursive: true })

  const seconds = (month: string): number =>
    sandbox
      .calls({ export_type: 'cdr_in', filters: { year: '2026', month } })
      .reduce((sum, { duration_secs }) => sum + Number(duration_secs), 0)
  expect(found).toEqual(
    ['north', 'south'].flatMap((account) =>
      ['09', '10'].map((month) => ({ account, period: `2026-${month}`, calls: 30, seconds: seconds(month) })),
    ),
  )
  expect(rows).toBe(120)
})
