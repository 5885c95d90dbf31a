import { expect, test } from 'vitest'
import { planUnits, postgresLimiter, postgresStore } from '../../src/pull/index.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'

const bench = async () => {
  const pool = poolOn(await createDatabase())
  const [unit] = planUnits({ exportTypes: ['cdr_in'], periods: ['2026-10'] })
  if (!unit) throw new Error('No unit was planned')
  /** As if the clock of the database had been ahead by a time and is right again. */
  const setBack = (time: string): Promise<unknown> =>
    pool.query(`
      update didww_exports.unit set lease_until = lease_until + interval '${time}', due_at = due_at + interval '${time}';
      update didww_exports.bucket set tat = tat + interval '${time}';`)
  return { pool, unit, setBack }
}

test('a lease from before the clock of the database was set back by days does not last for days', async () => {
  const { pool, unit, setBack } = await bench()
  const store = postgresStore({ pool })
  const { lease } = await store.claim(unit, 'dead', 45_000)
  await setBack('20 hours')
  expect((await store.claim(unit, 'other', 45_000)).lease).toBeUndefined()
  await setBack('20 hours')
  expect((await store.claim(unit, 'other', 45_000)).lease?.fence).toBeGreaterThan(lease?.fence ?? Infinity)
})

test('a lease lasts a day at most', async () => {
  const { pool, unit } = await bench()
  const store = postgresStore({ pool })
  const { lease } = await store.claim(unit, 'one', 90 * 86_400_000)
  if (lease) await store.renew(lease, 90 * 86_400_000)
  const other = await store.claim(unit, 'other', 1000)
  expect(other).toMatchObject({ lease: undefined })
  if (!other.lease) expect(other.leaseEndsInMs).toBeLessThanOrEqual(86_400_000)
})

test('units that a worker with a clock that was ahead put off are found by others', async () => {
  const { pool, unit, setBack } = await bench()
  const store = postgresStore({ pool })
  const { lease } = await store.claim(unit, 'one', 1000)
  if (!lease) throw new Error('It is not free')
  const now = Date.now()
  const due = async (): Promise<number> => {
    let count = 0
    for await (const { key } of store.listDue(now)) count += key === lease.key ? 1 : 0
    return count
  }
  await store.save(lease, {
    ...{ key: lease.key, unit, generation: 1, api_version: '2026-04-16', origin: 'https://api.example' },
    ...{ step: 'waiting', possible_orphans: 0, due_at: new Date(now + 60_000).toISOString() },
  })
  await store.release(lease)
  expect(await due()).toBe(0)
  await setBack('30 days')
  expect(await due()).toBe(1)
})

test('slots from before the clock of the database was set back by days do not stop requests for days', async () => {
  const { pool, setBack } = await bench()
  const limiter = postgresLimiter({ pool, key: 'one', intervalMs: 100 })
  await limiter.acquire()
  await setBack('2 days')
  const began = performance.now()
  for (let slot = 0; slot < 4; slot += 1) await limiter.acquire(AbortSignal.timeout(5000))
  expect(performance.now() - began).toBeGreaterThan(280)
  limiter.pause(1)
  await setBack('2 days')
  limiter.pause(300)
  const paused = performance.now()
  await limiter.acquire(AbortSignal.timeout(5000))
  expect(performance.now() - paused).toBeGreaterThan(250)
})
