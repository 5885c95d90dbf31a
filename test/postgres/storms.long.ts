import PgBoss from 'pg-boss'
import { expect, onTestFinished, test } from 'vitest'
import type { Cluster, ClusterOptions } from '../../scripts/cluster/start.js'
import { startPostgres } from '../../scripts/postgres/start.js'
import { pgBossDatabase } from '../../src/pg-boss/index.js'
import type { Fault } from '../../src/sandbox/index.js'
import { createDatabase } from '../helpers/postgres.js'
import { firstDays } from './days.js'
import { createCluster, sleep, until } from './storm.js'

const TYPES = ['--type', 'cdr_in', 'cdr_out', '--split', 'day', '--period']

const storm = async (more: Partial<ClusterOptions> = {}): Promise<Cluster> =>
  createCluster({
    url: more.url ?? (await createDatabase()),
    apiVersion: '2026-04-16',
    plan: [...TYPES, firstDays(15)],
    accounts: ['acme'],
    workers: 4,
    lease: 8,
    sweep: 2,
    rows: 3000,
    faults: [],
    ...more,
  })

/** A fault that every so many requests meet. */
const every = (on: string, count: number, action: Fault['do'], first = count): Fault => ({
  on,
  nth: Array.from({ length: 200 }, (_, index) => first + index * count),
  do: action,
})

const FAULTS: readonly Fault[] = [
  // After a create request that was not carried out, the list is read for a minute, so these come early.
  { on: 'createExport', nth: [7, 40], do: { reset: 'before headers' } },
  { on: 'createExport', nth: [3, 21, 60, 110], do: { loseAnswer: true } },
  { on: 'createExport', nth: [12, 33], do: { late: 4000 } },
  { on: 'listExports', nth: [15, 80], do: { lag: 5000 } },
  every('listExports', 41, { status: 500 }),
  every('retrieveExport', 37, { status: 503 }),
  every('retrieveExport', 53, { stale: true }),
  every('downloadExport', 29, { truncate: 500 }),
  every('downloadExport', 31, { reset: 300 }),
  every('downloadExport', 43, { corrupt: 'crc' }),
]

const judge = async (cluster: Cluster, name: string, began: number): Promise<void> => {
  const { sandbox, units } = cluster
  const verdict = await cluster.verify()
  const refused = sandbox.requests.filter(({ status }) => status === 429).length
  console.log(
    `${name}: ${units.length} units in ${((Date.now() - began) / 1000).toFixed(0)} s, ${JSON.stringify(verdict)}, ` +
      `${sandbox.exports.length} exports, ${sandbox.requests.length} requests, ${refused} of them answered 429, ` +
      `${sandbox.fired.length} faults`,
  )
  expect(verdict).toEqual({ calls: verdict.calls, lost: 0, doubled: 0, torn: 0 })
  expect(verdict.calls).toBeGreaterThan(units.length * 50)
}

test('300 units, 4 workers, faults, and a kill -9 every two seconds for half a minute', async () => {
  const cluster = await storm({ plan: [...TYPES, firstDays(50)], accounts: ['one', 'two', 'three'], faults: FAULTS })
  expect(cluster.units).toHaveLength(300)
  const began = Date.now()
  for (let kill = 0; kill < 15; kill += 1) {
    await sleep(2000)
    cluster.kill(kill % 4)
  }
  await cluster.done(120_000 - (Date.now() - began))
  await judge(cluster, 'kills', began)
  // Exports are adopted by their reference whatever became of the answer, so hardly any is unused.
  expect(cluster.sandbox.exports.length).toBeLessThanOrEqual(303)
}, 180_000)

test('workers that were stopped for longer than their lease do no harm when they continue', async () => {
  const cluster = await storm({ lease: 3, sweep: 1 })
  const began = Date.now()
  for (let round = 0; round < 3; round += 1) {
    const still = cluster.workers[round]
    await sleep(2500)
    still?.kill('SIGSTOP')
    await sleep(7000)
    still?.kill('SIGCONT')
  }
  await cluster.done(90_000)
  await judge(cluster, 'standing still', began)
}, 150_000)

test('Postgres restarts three times meanwhile', async () => {
  const postgres = await startPostgres()
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  const cluster = await storm({ url: postgres.url })
  const began = Date.now()
  for (let restart = 1; restart <= 3; restart += 1) {
    await until(() => cluster.sandbox.exports.length >= restart * 7)
    await postgres.restart()
  }
  await cluster.done(90_000)
  expect(cluster.workers.map(({ exitCode }) => exitCode)).toEqual([null, null, null, null])
  await judge(cluster, 'restarts', began)
}, 150_000)

test('for a minute, backends are ended at random during loads and the server restarts', async () => {
  const postgres = await startPostgres()
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  const cluster = await storm({
    url: postgres.url,
    plan: [...TYPES, firstDays(50)],
    accounts: ['one', 'two', 'three'],
  })
  const began = Date.now()
  let ended = 0
  let restarts = 0
  while (Date.now() - began < 60_000) {
    await sleep(250)
    if (Date.now() - began > (restarts + 1) * 15_000) {
      await postgres.restart()
      restarts += 1
    }
    // One of those that write calls, while there are such.
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      ORDER BY (query ~* 'cdr_|ledger') DESC, random() LIMIT 1`
    ended += await cluster.pool.query(end).then(
      ({ rowCount }) => rowCount ?? 0,
      () => 0,
    )
  }
  await cluster.done(90_000)
  console.log(`${ended} backends were ended, the server restarted ${restarts} times`)
  expect(ended).toBeGreaterThan(100)
  expect(restarts).toBeGreaterThanOrEqual(3)
  expect(cluster.workers.map(({ exitCode }) => exitCode)).toEqual([null, null, null, null])
  await judge(cluster, 'ended backends', began)
}, 240_000)

test('jobs arrive twice, too early and in any order', async () => {
  const cluster = await storm()
  const began = Date.now()
  const boss = new PgBoss({ db: pgBossDatabase(cluster.pool), schema: 'didww_boss_10' })
  boss.on('error', () => undefined)
  await boss.start()
  for (let round = 0; round < 5; round += 1) {
    const jobs = [...cluster.units].reverse().flatMap(({ key }) => [{ key }, { key, ignoreDueAt: true }])
    await boss.insert(
      jobs.map((data, index) => ({ name: 'didww_advance', data, singletonKey: `again ${round} ${index}` })),
    )
    await sleep(1000)
  }
  await cluster.done(90_000)
  await judge(cluster, 'twice', began)
  expect(cluster.sandbox.exports).toHaveLength(cluster.units.length)
  await boss.stop({ graceful: false })
}, 150_000)

test('create requests are lost, late, and later than anyone waits for', async () => {
  const cluster = await storm({
    faults: [
      { on: 'createExport', nth: [2, 9], do: { loseAnswer: true } },
      { on: 'createExport', nth: [4, 12], do: { late: 10_000 } },
      { on: 'createExport', nth: 6, do: { late: 75_000 } },
      { on: 'createExport', nth: 8, do: { status: 502, carriedOut: true } },
    ],
  })
  const began = Date.now()
  await cluster.done(140_000)
  await until(() => cluster.sandbox.exports.length > cluster.units.length)
  await judge(cluster, 'lost creates', began)
  expect(cluster.sandbox.exports).toHaveLength(cluster.units.length + 1)
}, 200_000)
