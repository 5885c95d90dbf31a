/**
 * Tries the engine with one major version of pg-boss. It is a process of its own, because each major version needs
 * another Node. The arguments are the module of pg-boss, the database and the month; the environment has the sandbox's
 * URL and key. It prints what it has seen as JSON.
 */
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createExportsClient } from 'didww-exports'
import { pgBossDatabase, pgBossEngine } from 'didww-exports/pg-boss'
import { postgresStore, postgresTarget, unitKey } from 'didww-exports/pull'

const [, , module, connectionString, period] = process.argv
const loaded = await import(module)
const PgBoss = loaded.PgBoss ?? loaded.default
const pool = new pg.Pool({ connectionString })
pool.on('error', () => undefined)
const start = async () => {
  const boss = new PgBoss({ db: pgBossDatabase(pool), schema: 'boss' })
  boss.on('error', (error) => process.stderr.write(`${error}\n`))
  await boss.start()
  return boss
}
const store = postgresStore({ pool })
const didww = createExportsClient()
const onError = (error) => process.stderr.write(`${error?.stack ?? error}\n`)
const context = {
  store,
  target: postgresTarget({ pool }),
  clientFor: () => didww,
  sweepEveryMs: 500,
  workers: 3,
  onError,
}
const boss = await start()
const engine = await pgBossEngine(boss, context)
const [year, month] = period.split('-').map(Number)
const [from, to] = [month - 1, month].map(
  (index) => `${new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 19)}Z`,
)
const unit = (did) => ({ account: 'acme', export_type: 'cdr_in', from, to, filter: { did } })
const stepOf = async (one) => (await store.read(unitKey(one)))?.step
const reach = async (one, step) => {
  for (const end = Date.now() + 20_000; (await stepOf(one)) !== step; await sleep(50)) {
    if (Date.now() > end) throw new Error(`${JSON.stringify(await store.read(unitKey(one)))} is not ${step}`)
  }
}
const waiting = async () => {
  const { rows } = await pool.query(
    "select count(*)::int as count from boss.job where state = 'created' and name = 'didww_advance'",
  )
  return rows[0].count
}

const seen = {}
// Requested many times at once, a unit has one waiting job.
await Promise.all(Array.from({ length: 10 }, () => engine.enqueue(unit('1'))))
seen.jobsOfOneUnit = await waiting()
// The store knows the unit, but its job is lost.
await engine.enqueue(unit('2'))
await pool.query('delete from boss.job where singleton_key = $1', [unitKey(unit('2'))])
await engine.work()
await Promise.all([reach(unit('1'), 'done'), reach(unit('2'), 'done')])
seen.enqueuedWhenDone = await engine.enqueue(unit('1'))
seen.enqueuedToRefresh = await engine.enqueue(unit('1'), { refresh: true })

// A unit that is due in an hour, until a callback reports its export.
const late = await engine.enqueue(unit('3')).then(() => unit('3'))
for (let state; !state?.due_at || !state.export_id; await sleep(20)) state = await store.read(unitKey(late))
for (let lease; !lease; await sleep(20)) {
  const claim = await store.claim(late, 'trial', 5000)
  lease = claim.lease
  if (lease) {
    await store.save(lease, { ...claim.state, step: 'waiting', due_at: new Date(Date.now() + 3_600_000).toISOString() })
    await store.release(lease)
  }
}
await sleep(1500)
seen.beforeTheCallback = await stepOf(late)
seen.woken = await engine.wake((await store.read(unitKey(late))).export_id)
await reach(late, 'done')
seen.wokenByAStranger = await engine.wake('77ebb57f-7b01-4178-bc84-9d1a8d2ae850')

// A dead job, of a unit that is due in an hour.
const dead = unit('4')
const { lease } = await store.claim(dead, 'trial', 60_000)
const example = await store.read(unitKey(late))
await store.save(lease, {
  ...example,
  unit: dead,
  key: unitKey(dead),
  step: 'planned',
  due_at: new Date(Date.now() + 3_600_000).toISOString(),
})
await store.release(lease)
// A job for later is waiting. It must not keep out jobs that should run sooner.
await engine.enqueue(dead)
while ((await waiting()) === 0) await sleep(20)
await boss.send('didww_advance_dead', { key: unitKey(dead) })
await reach(dead, 'suspended')
seen.suspended = (await store.read(unitKey(dead))).suspended.error.code
await engine.enqueue(dead)
await reach(dead, 'done')

const before = Date.now()
await engine.stop()
seen.stoppedWithin5s = Date.now() - before < 5000
process.stdout.write(JSON.stringify(seen))
await pool.end()
process.exit(0)
