import { expect, test } from 'vitest'
import pg from 'pg'
import { postgresStore, type Unit, unitKey, type UnitState } from '../../src/pull/index.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'
import { storeSuite } from '../helpers/store-suite.js'

storeSuite('Postgres', async () => {
  const pool = new pg.Pool({ connectionString: await createDatabase() })
  return {
    shared: true,
    open: () => Promise.resolve(postgresStore({ pool })),
    makeNewer: async () => {
      await pool.query('insert into didww_exports.meta (version) values (99)')
    },
    damage: async () => {
      await pool.query(`update didww_exports.unit set state = '{"step":"done"}'`)
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
})

const unit: Unit = {
  account: 'default',
  export_type: 'cdr_in',
  from: '2026-10-01T00:00:00Z',
  to: '2026-11-01T00:00:00Z',
  filter: {},
}
const state: UnitState = {
  key: unitKey(unit),
  unit,
  generation: 1,
  api_version: '2026-04-16',
  origin: 'https://api.example',
  step: 'waiting',
  export_id: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850',
  possible_orphans: 0,
}

test('of many that claim a unit at the same moment one gets it, also after its lease has lapsed', async () => {
  const url = await createDatabase()
  const lapse = poolOn(url)
  const stores = Array.from({ length: 8 }, () => postgresStore({ pool: poolOn(url, 2) }))
  await stores[0]?.read('dx1-none')
  const round = async (): Promise<number[]> => {
    const claims = await Promise.all(stores.map((store) => store.claim(unit, 'test', 60_000)))
    for (const claim of claims) if (!claim.lease) expect(claim.leaseEndsInMs).toBeGreaterThan(0)
    return claims.flatMap(({ lease }) => (lease ? [lease.fence] : []))
  }
  const first = await round()
  expect(first).toHaveLength(1)
  await lapse.query('update didww_exports.unit set lease_until = clock_timestamp()')
  const second = await round()
  expect(second).toHaveLength(1)
  expect(second[0]).toBeGreaterThan(first[0] ?? Infinity)
})

test('a new store starts after every fence of the one before', async () => {
  const pool = poolOn(await createDatabase())
  const before = await postgresStore({ pool }).claim(unit, 'test', 1000)
  await pool.query('drop schema didww_exports cascade')
  const after = await postgresStore({ pool }).claim(unit, 'test', 1000)
  expect(after.lease?.fence).toBeGreaterThan(before.lease?.fence ?? Infinity)
})

test('a unit is found by the export that it waits for', async () => {
  const store = postgresStore({ pool: poolOn(await createDatabase()) })
  const { lease } = await store.claim(unit, 'test', 1000)
  if (!lease) throw new Error('It is not free')
  await store.save(lease, state)
  expect(await store.findByExport(state.export_id ?? '')).toEqual(state)
  expect(await store.findByExport('another')).toBeUndefined()
})
