import { expect, test } from 'vitest'
import { createDatabase } from '../helpers/postgres.js'
import { firstDays, TRUNKS } from './days.js'
import { createCluster, until } from './storm.js'

test('two workers, one of them killed, and an API with faults: every call is loaded once', async () => {
  const cluster = await createCluster({
    url: await createDatabase(),
    apiVersion: '2021-12-15',
    plan: ['--type', 'cdr_out', '--period', firstDays(6), '--split', 'day', '--trunk', ...TRUNKS],
    accounts: ['default'],
    workers: 2,
    lease: 3,
    sweep: 1,
    rows: 900,
    faults: [
      { on: 'createExport', nth: 2, do: { loseAnswer: true } },
      { on: 'createExport', nth: 5, do: { status: 503 } },
      { on: 'retrieveExport', nth: [3, 9], do: { status: 500 } },
      { on: 'downloadExport', nth: 2, do: { truncate: 100 } },
      { on: 'downloadExport', nth: 4, do: { reset: 50 } },
    ],
  })
  expect(cluster.units).toHaveLength(12)
  await until(() => cluster.sandbox.exports.length >= 5)
  cluster.kill(0)
  await cluster.done(60_000)
  expect(await cluster.verify()).toEqual({ calls: expect.any(Number) as number, lost: 0, doubled: 0, torn: 0 })
  expect((await cluster.verify()).calls).toBeGreaterThan(100)
  expect(cluster.sandbox.fired).toHaveLength(6)
}, 80_000)
