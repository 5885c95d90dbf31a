import { expect, test } from 'vitest'
import { postgresLimiter } from '../../src/pull/postgres/postgres-limiter.js'
import { postgresStore } from '../../src/pull/postgres/postgres-store.js'
import { postgresTarget } from '../../src/pull/postgres/postgres-target.js'
import { unitKey } from '../../src/pull/units/unit.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'

const UNIT = {
  account: 'default',
  export_type: 'cdr_in',
  from: '2026-08-01T00:00:00Z',
  to: '2026-09-01T00:00:00Z',
  filter: {},
}

const tablesOf = async (pool: ReturnType<typeof poolOn>, schema: string): Promise<unknown[]> => {
  const { rows } = await pool.query<{ name: string }>(
    'select table_name::text as name from information_schema.tables where table_schema = $1 order by 1',
    [schema],
  )
  return rows.map(({ name }) => name)
}

test('many processes can create the schema at the same time, with a name of any kind', async () => {
  const pool = poolOn(await createDatabase(), 8)
  const schema = `it's "my" schema; drop table x`
  await Promise.all(Array.from({ length: 8 }, () => postgresStore({ pool, schema }).read('dx1-none')))
  expect(await tablesOf(pool, schema)).toEqual(['bucket', 'ledger', 'meta', 'unit'])
  expect((await pool.query(`select version from "it's ""my"" schema; drop table x".meta`)).rows).toEqual([
    { version: 1 },
    { version: 2 },
    { version: 3 },
  ])
})

test('a schema of an earlier version is migrated and keeps its rows', async () => {
  const pool = poolOn(await createDatabase())
  await postgresTarget({ pool }).loaded(UNIT)
  await pool.query(`
    alter table didww_exports.ledger drop column layout, drop column narrowed_by, drop column outside;
    delete from didww_exports.meta where version > 1;`)
  await pool.query(
    `insert into didww_exports.ledger values ($1, 'default', 'cdr_in', tstzrange($2, $3), $4, 'https://api.example', 1, 1,
       0, 'abc', '{}', false, '2021-12-15', '77ebb57f-7b01-4178-bc84-9d1a8d2ae850', now())`,
    [unitKey(UNIT), UNIT.from, UNIT.to, JSON.stringify(UNIT)],
  )
  const held = await postgresTarget({ pool }).loaded(UNIT)
  expect(held).toMatchObject({ unit: UNIT, source_sha256: 'abc', intact: true })
  expect(held?.layout).toBeUndefined()
  expect((await pool.query('select max(version) from didww_exports.meta')).rows).toEqual([{ max: 3 }])
})

test('a name that Postgres would truncate is refused', async () => {
  const pool = poolOn(await createDatabase())
  expect(() => postgresStore({ pool, schema: 'ä'.repeat(32) })).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', code: 'invalid_option' }),
  )
})

test.for([
  ['newer', 'newer_store', 'insert into didww_exports.meta (version) values (99)'],
  ['damaged', 'damaged_store', 'drop table didww_exports.ledger'],
  ['half-made', 'damaged_store', 'drop table didww_exports.meta'],
] as const)('a schema that is %s is refused with a hint, and left as it is', async ([, code, spoil]) => {
  const pool = poolOn(await createDatabase())
  await postgresStore({ pool }).claim(UNIT, 'test', 1000)
  await pool.query(spoil)
  const before = await tablesOf(pool, 'didww_exports')
  const refused = { name: 'ConfigurationError', code, hint: expect.stringMatching(/schema|Update/) as string }
  await expect(postgresStore({ pool }).read('dx1-none')).rejects.toMatchObject(refused)
  await expect(postgresTarget({ pool }).loaded(UNIT)).rejects.toMatchObject(refused)
  await expect(postgresLimiter({ pool, key: 'one' }).acquire()).rejects.toMatchObject(refused)
  expect(await tablesOf(pool, 'didww_exports')).toEqual(before)
  expect((await pool.query('select key from didww_exports.unit')).rowCount).toBe(1)
})

test('an unusable database is a StorageError without the password', async () => {
  const url = new URL(await createDatabase())
  url.password = 'hunter2'
  url.pathname = '/none'
  const failed = await postgresStore({ pool: poolOn(url.href) })
    .read('dx1-none')
    .catch((error: unknown) => error)
  expect(failed).toMatchObject({ name: 'StorageError', code: 'storage', errno: '3D000' })
  expect(JSON.stringify(failed) + String(failed)).not.toContain('hunter2')
})
