import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { columnsOf, createExportsClient } from '../../src/index.js'
import type { Load } from '../../src/pull/machine/target.js'
import type { PostgresPool, PostgresQuery } from '../../src/pull/postgres/database.js'
import { postgresTarget } from '../../src/pull/postgres/postgres-target.js'
import { type Unit, unitKey } from '../../src/pull/units/unit.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'
import { targetSuite } from '../helpers/target-suite.js'

targetSuite('tables of Postgres', async () => {
  const pool = new pg.Pool({ connectionString: await createDatabase() })
  return {
    open: () => Promise.resolve(postgresTarget({ pool })),
    dids: async () => {
      const { rows } = await pool.query<{ did: string }>(
        'select did from didww_exports.cdr_in order by unit_period, ctid',
      )
      return rows.map(({ did }) => did)
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
})

const ORIGIN = 'https://api.example.com'
const UNIT: Unit = {
  account: 'acme',
  export_type: 'cdr_in',
  from: '2021-11-01T00:00:00Z',
  to: '2021-12-01T00:00:00Z',
  filter: {},
}

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'didww-exports-target-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

const load = async (path: string, more: Partial<Load> = {}): Promise<Load> => ({
  key: unitKey(more.unit ?? UNIT),
  unit: UNIT,
  generation: 1,
  fence: 1,
  origin: ORIGIN,
  apiVersion: '2021-12-15',
  exportId: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850',
  provisional: false,
  pulledAt: Date.UTC(2021, 11, 20),
  path,
  sha256: createHash('sha256')
    .update(await readFile(path))
    .digest('hex'),
  onRows: () => undefined,
  signal: undefined,
  ...more,
})

/** A file of inbound calls: one a row, told apart by its source. */
const fileOf = async (dir: string, name: string, sources: readonly string[]): Promise<string> => {
  const columns = columnsOf('2021-12-15', 'cdr_in')
  const lines = sources.map((source) => columns.map(({ property }) => (property === 'source' ? source : '')).join(','))
  const path = join(dir, `${name}.csv.gz`)
  await writeFile(path, gzipSync([columns.map(({ column }) => column).join(','), ...lines, ''].join('\n')))
  return path
}

const bench = async () => {
  const pool = poolOn(await createDatabase())
  const sources = async (): Promise<unknown[]> =>
    (await pool.query<{ source: string }>('select source from didww_exports.cdr_in order by source')).rows.map(
      ({ source }) => source,
    )
  return { pool, target: postgresTarget({ pool }), dir: await folder(), sources }
}

test('rows are those of the sandbox to the last digit, in typed columns', async () => {
  const { pool, target, dir } = await bench()
  await using sandbox = createSandbox({ now: '2021-12-20T00:00:00Z', rows: 2000 })
  const client = createExportsClient({ baseUrl: sandbox.url, ...sandbox })
  const { id } = await client.create({ export_type: 'cdr_in', filters: { year: '2021', month: '11' } })
  const { path } = await client.download(await client.waitUntilCompleted(id), { to: join(dir, 'a.csv.gz') })
  const held = await target.load(await load(path))
  expect(held).toMatchObject({ rows: 2000, generation: 1, unit: UNIT, table: '"didww_exports"."cdr_in"' })
  const { rows } = await pool.query<Record<string, unknown>>('select * from didww_exports.cdr_in')
  const plain = (value: unknown, kind: string): unknown => {
    if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z')
    return kind === 'integer' && value !== null ? Number(value) : value
  }
  const columns = columnsOf('2021-12-15', 'cdr_in')
  const records = rows.map((row) =>
    Object.fromEntries(columns.map(({ property, kind }) => [property, plain(row[property], kind)])),
  )
  const inOrder = (list: object[]): string[] => list.map((record) => JSON.stringify(record)).sort()
  expect(inOrder(records)).toEqual(inOrder(sandbox.calls(id)))
  const types = await pool.query<{ kind: string }>(
    `select distinct pg_typeof(date_time_start_utc) || ' ' || pg_typeof(duration_secs) || ' ' ||
       pg_typeof(tollfree_amount_usd) || ' ' || pg_typeof(source) as kind from didww_exports.cdr_in`,
  )
  expect(types.rows).toEqual([{ kind: 'timestamp with time zone bigint numeric text' }])
})

test('a replay changes nothing, a new generation replaces, an earlier generation or fence is refused', async () => {
  const { target, dir, sources, pool } = await bench()
  const first = await fileOf(dir, 'first', ['a', 'b'])
  const second = await fileOf(dir, 'second', ['c'])
  const held = await target.load(await load(first, { fence: 5 }))
  expect(await target.load(await load(first, { fence: 6, pulledAt: 0 }))).toEqual(held)
  expect(await sources()).toEqual(['a', 'b'])
  expect(await target.load(await load(second, { fence: 5 }))).toBeUndefined()
  expect(await target.load(await load(second, { fence: 7, generation: 2 }))).toMatchObject({ rows: 1, generation: 2 })
  expect(await target.load(await load(first, { fence: 8 }))).toBeUndefined()
  expect(await target.load(await load(first, { fence: 6, generation: 3 }))).toBeUndefined()
  expect(await sources()).toEqual(['c'])
  expect(await target.loaded(UNIT)).toMatchObject({ rows: 1, generation: 2, intact: true })
  await pool.query('delete from didww_exports.cdr_in')
  expect(await target.loaded(UNIT)).toMatchObject({ intact: false })
  // The ledger alone is no reason to leave out the same file.
  expect(await target.load(await load(second, { fence: 8, generation: 2 }))).toMatchObject({ rows: 1, generation: 2 })
  expect(await sources()).toEqual(['c'])
  expect(await target.loaded(UNIT)).toMatchObject({ intact: true })
})

test('of two loads of one unit at once the later fence wins, and nothing is there twice', async () => {
  const { target, dir, sources } = await bench()
  const files = await Promise.all(['a', 'b', 'c', 'd'].map((name) => fileOf(dir, name, [name, name, name])))
  const loads = await Promise.all(files.map((path, index) => load(path, { fence: index + 1 })))
  await Promise.all(loads.map((one) => target.load(one)))
  expect(await sources()).toEqual(['d', 'd', 'd'])
  await Promise.all(loads.map(() => load(files[0] ?? '', { fence: 9, generation: 2 }).then(target.load)))
  expect(await sources()).toEqual(['a', 'a', 'a'])
})

test.each(['begin', 'insert into', 'select pg_advisory', 'delete from', 'commit'])(
  'a connection that ends after %j is another try: rows and ledger agree, and the process lives',
  async (stage) => {
    const { pool, target: plain, dir, sources } = await bench()
    const file = await fileOf(dir, 'first', ['a', 'b'])
    await plain.load(await load(file))
    let ended = 0
    const killing: PostgresPool = {
      query: (text, values) => pool.query(text, values),
      connect: async () => {
        const client = await pool.connect()
        const query: PostgresQuery = async (text, values) => {
          const result = await client.query(text, values)
          if (ended > 0 || !text.trimStart().toLowerCase().startsWith(stage)) return result
          ended += 1
          const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
          const closed = new Promise<void>((resolve) => client.once('end', resolve))
          await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
          await closed
          return result
        }
        return {
          query,
          release: (broken) => client.release(broken),
          on: (event, listener) => client.on(event, listener),
          off: (event, listener) => client.off(event, listener),
        }
      },
    }
    const target = postgresTarget({ pool: killing })
    const next = await load(await fileOf(dir, 'second', ['c']), { fence: 2, generation: 2 })
    expect(await target.load(next)).toMatchObject({ rows: 1, generation: 2 })
    expect(ended).toBe(1)
    expect(await sources()).toEqual(['c'])
    expect(await target.loaded(UNIT)).toMatchObject({ rows: 1, generation: 2, intact: true })
  },
)

test('unknown columns are kept, and columns of a newer version are added', async () => {
  const { pool, target, dir } = await bench()
  const columns = columnsOf('2021-12-15', 'cdr_in').map(({ column }) => column)
  const path = join(dir, 'more.csv.gz')
  const strange = ["it's", '"quoted ""text"""', '"two\nlines"', '\\', '漢字']
  const lines = strange.map((source) => [...columns.map((name) => (name === 'Source' ? source : '')), 'x'].join(','))
  await writeFile(path, gzipSync([[...columns, 'News'].join(','), ...lines, ''].join('\n')))
  expect(await target.load(await load(path))).toMatchObject({ unknown_columns: ['News'] })
  const { rows } = await pool.query<object>('select source, other from didww_exports.cdr_in')
  expect(rows).toEqual(
    ["it's", 'quoted "text"', 'two\nlines', '\\', '漢字'].map((source) => ({ source, other: { News: 'x' } })),
  )
  const unit = { ...UNIT, account: 'newer' }
  const newer = columnsOf('2026-04-16', 'cdr_in')
  const second = join(dir, 'newer.csv.gz')
  const line = newer.map(({ property }) => (property === 'total_usd' ? '0.010' : '')).join(',')
  await writeFile(second, gzipSync(`${newer.map(({ column }) => column).join(',')}\n${line}\n`))
  await target.load(await load(second, { unit, apiVersion: '2026-04-16' }))
  const added = await pool.query<object>("select total_usd from didww_exports.cdr_in where unit_account = 'newer'")
  expect(added.rows).toEqual([{ total_usd: '0.010' }])
})

test('the recipes for time zones group by the hours and days of a zone; the hour that is repeated is two', async () => {
  const { pool, target, dir } = await bench()
  const columns = columnsOf('2021-12-15', 'cdr_in').map(({ column }) => column)
  const path = join(dir, 'autumn.csv.gz')
  const starts = ['2026-10-24 23:59:59', '2026-10-25 00:30:00', '2026-10-25 01:30:00', '2026-10-25 22:00:00']
  const lines = starts.map((start) => [start, ...columns.slice(1).map(() => '')].join(','))
  await writeFile(path, gzipSync([columns.join(','), ...lines, ''].join('\n')))
  await target.load(await load(path))
  const guide = await readFile('docs/time-zones.md', 'utf8')
  const [byHour = '', view = ''] = [...guide.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql ?? '')
  const hours = await pool.query<{ hour: Date; calls: string }>(byHour)
  expect(hours.rows.map(({ hour, calls }) => `${hour.toISOString()} ${calls}`)).toEqual([
    '2026-10-24T23:00:00.000Z 1',
    '2026-10-25T00:00:00.000Z 1',
    '2026-10-25T01:00:00.000Z 1',
    '2026-10-25T22:00:00.000Z 1',
  ])
  await pool.query(view)
  const days = await pool.query<object>('select day::text, calls from calls_by_day order by day')
  expect(days.rows).toEqual([
    { day: '2026-10-25', calls: '3' },
    { day: '2026-10-26', calls: '1' },
  ])
})

test('a foreign table with our name is refused and left as it is', async () => {
  const { pool, target, dir } = await bench()
  await target.check(UNIT, ORIGIN)
  await pool.query('create table didww_exports.cdr_in (unit_key text, duration_secs text)')
  await expect(target.load(await load(await fileOf(dir, 'a', ['a'])))).rejects.toMatchObject({ code: 'damaged_store' })
  const { rows } = await pool.query("select from information_schema.columns where table_name = 'cdr_in'")
  expect(rows).toHaveLength(2)
})
