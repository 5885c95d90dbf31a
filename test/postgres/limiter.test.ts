import { expect, test } from 'vitest'
import type { PostgresPool } from '../../src/pull/postgres/database.js'
import { postgresLimiter } from '../../src/pull/postgres/postgres-limiter.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'
import { runLimited } from './limited.js'

test('8 processes of one key, for 3 s: never more than 20 in a second, none refused', async () => {
  // So slow that it holds on a busy machine; the long trial has the default.
  const { busiest, refused, used } = await runLimited(3000, '75')
  expect(refused).toBe(0)
  expect(busiest).toBeLessThanOrEqual(20)
  expect(used).toBeGreaterThan(0.5)
})

test('by default there are 18 requests a second', async () => {
  const pool = poolOn(await createDatabase())
  const limiter = postgresLimiter({ pool, key: 'one' })
  await limiter.acquire()
  const until = async (): Promise<number> => {
    const { rows } = await pool.query<{ tat: Date }>('select tat from didww_exports.bucket')
    return Number(rows[0]?.tat)
  }
  const before = await until()
  await Promise.all(Array.from({ length: 9 }, () => limiter.acquire()))
  expect(await until()).toBeGreaterThanOrEqual(before + 499)
})

const since = (from: number): number => performance.now() - from

test('a 429 pauses everyone who shares the key, but no other key', async () => {
  const url = await createDatabase()
  const [one, another] = [poolOn(url), poolOn(url)]
  const limiters = [one, another].map((pool) => postgresLimiter({ pool, key: 'shared', intervalMs: 5 }))
  const apart = postgresLimiter({ pool: one, key: 'apart', intervalMs: 5 })
  await Promise.all([...limiters, apart].map((limiter) => limiter.acquire()))
  const from = performance.now()
  limiters[0]?.pause(800)
  await limiters[0]?.acquire()
  expect(since(from)).toBeGreaterThan(790)
  limiters[0]?.pause(800)
  // Told to the database before anything else is asked.
  await new Promise((resolve) => setTimeout(resolve, 200))
  await apart.acquire()
  expect(since(from)).toBeLessThan(1500)
  await limiters[1]?.acquire()
  expect(since(from)).toBeGreaterThan(1590)
})

test('a pause that the database did not record is an error for those who wait, and then slots are given again', async () => {
  const real = poolOn(await createDatabase())
  let isRefusing = false
  const query: PostgresPool['query'] = (text, values) =>
    isRefusing
      ? Promise.reject(Object.assign(new Error('permission denied'), { code: '42501' }))
      : real.query<Record<string, unknown>>(text, values)
  const limiter = postgresLimiter({ pool: { query, connect: () => real.connect() }, key: 'one', intervalMs: 5 })
  await limiter.acquire()
  isRefusing = true
  limiter.pause(1)
  await expect(limiter.acquire()).rejects.toMatchObject({ name: 'StorageError', errno: '42501' })
  isRefusing = false
  await limiter.acquire()
  await limiter.acquire()
})

test('an abort ends the waiting at once, and those behind need not wait for its slot', async () => {
  const limiter = postgresLimiter({ pool: poolOn(await createDatabase()), key: 'one', intervalMs: 500 })
  await limiter.acquire()
  const stop = new AbortController()
  const first = limiter.acquire(stop.signal)
  const second = limiter.acquire()
  stop.abort(new Error('no more'))
  await expect(first).rejects.toThrow('no more')
  await second
})

test('only a digest of the name of the key is stored', async () => {
  const pool = poolOn(await createDatabase())
  await postgresLimiter({ pool, key: 'secret-key' }).acquire()
  const { rows } = await pool.query<{ text: string }>('select b::text as text from didww_exports.bucket b')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('secret')
})

test('an invalid interval is refused', async () => {
  const pool = poolOn(await createDatabase())
  expect(() => postgresLimiter({ pool, key: 'one', intervalMs: 0 })).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', code: 'invalid_option' }),
  )
})
