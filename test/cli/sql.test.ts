import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf, decodeRecords } from '../../src/index.js'
import { directoryTarget, type PullFormat, type Unit, unitKey } from '../../src/pull/index.js'
import { cli } from '../helpers/cli.js'
import { memoryDirectory } from '../helpers/memory-directory.js'

let folder = ''
let dir = ''
beforeEach(async () => {
  folder = await memoryDirectory()
  // A name that a pattern would not find.
  dir = join(folder, "calls [of] '26")
  await mkdir(dir)
})
afterEach(() => rm(folder, { recursive: true }))

type Row = Readonly<Record<string, string>>
type Version = '2021-12-15' | '2026-04-16'

const month = (number: number, patch: Partial<Unit> = {}): Unit => {
  const text = (at: number): string => new Date(Date.UTC(2026, at - 1)).toISOString().replace('.000Z', 'Z')
  return { account: '007', export_type: 'cdr_in', from: text(number), to: text(number + 1), filter: {}, ...patch }
}

const csvOf = (rows: readonly Row[], apiVersion: Version, further: readonly string[] = []): string => {
  const columns = columnsOf(apiVersion, 'cdr_in')
  const header = [...columns.map(({ column }) => column), ...further]
  const lines = rows.map((row) =>
    [...columns.map(({ property }) => property as string), ...further].map((name) => row[name] ?? '').join(','),
  )
  return `${[header.join(','), ...lines].join('\n')}\n`
}

let files = 0
/** Loads a file of calls, given by property, into the directory. */
const load = async (
  unit: Unit,
  rows: readonly Row[],
  apiVersion: Version = '2021-12-15',
  format: PullFormat = 'csv.gz',
  further: readonly string[] = [],
): Promise<string> => {
  const path = join(folder, `${(files += 1)}.csv.gz`)
  await writeFile(path, gzipSync(csvOf(rows, apiVersion, further)))
  const target = directoryTarget(dir, { format })
  await target.load({
    key: unitKey(unit),
    unit,
    generation: 1,
    fence: 1,
    origin: 'https://api.example',
    apiVersion,
    exportId: '33bdfff7-4de3-4c58-8c90-b99930fb984a',
    provisional: false,
    pulledAt: Date.UTC(2026, 10, 20),
    path,
    sha256: String(files),
    onRows: () => undefined,
    signal: undefined,
  })
  await target.close()
  return path
}

/** Runs statements in a database of memory and gives the rows of the last one. */
const query = async (...statements: readonly string[]): Promise<Record<string, unknown>[]> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const statement of statements.slice(0, -1)) await connection.run(statement)
    return (await connection.runAndReadAll(statements.at(-1) ?? '')).getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const views = async (): Promise<string> => {
  const { code, stdout, stderr } = await cli(['sql', dir])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

test('telephone numbers keep digits that a query with inferred types loses', async () => {
  const plain = Array.from({ length: 60_000 }, (_, index) => ({ source: String(14_155_550_000 + index), did: '123' }))
  const path = await load(month(9), [...plain, { source: '00441234', did: '0123' }, { source: '+441234', did: '0123' }])
  const last = 'SELECT source, did FROM cdr_in ORDER BY length(source) LIMIT 2'
  const inferred = `SELECT "Source" AS source, "DID" AS did FROM read_csv('${path}') ORDER BY source LIMIT 2`
  expect(await query(inferred)).toEqual(Array.from({ length: 2 }, () => ({ source: '441234', did: '123' })))
  expect(await query(await views(), last)).toEqual([
    { source: '+441234', did: '0123' },
    { source: '00441234', did: '0123' },
  ])
})

test.each(['parquet', 'csv.gz'] as const)('a row in quotes may stand anywhere in a large file: %s', async (format) => {
  const columns = columnsOf('2026-04-16', 'cdr_in').map(({ property, kind }, index) => ({
    property: property,
    text: kind === 'timestamp' ? '2026-10-05 12:00:00' : '12',
    quoted: index === 12 ? '"Backup, US ""east"""' : kind === 'timestamp' ? '"2026-10-05 12:00:00"' : '"12"',
  }))
  const plain = Object.fromEntries(columns.map(({ property, text }) => [property, text]))
  const quoted = Object.fromEntries(columns.map((column) => [column.property, column.quoted]))
  // DuckDB reads pieces of two MiB at once. It gave up where the second one began in the row before such a one.
  const [header, first] = [csvOf([], '2026-04-16').length, csvOf([plain], '2026-04-16').length]
  const before = Array.from({ length: Math.ceil((2 * 1024 ** 2 - header) / (first - header)) }, () => plain)
  const rows = [...before, quoted, ...Array.from({ length: 9_000 }, () => plain)]
  await load(month(9), rows, '2026-04-16', format)
  const found = await query(
    await views(),
    `SELECT count("${columns[12]?.property ?? ''}")::INTEGER AS calls FROM cdr_in`,
  )
  expect(found).toEqual([{ calls: rows.length }])
})

test('text among numbers does not end the query', async () => {
  const plain = Array.from({ length: 60_000 }, (_, index) => ({ source: String(14_155_550_000 + index) }))
  const path = await load(month(9), [...plain, { source: 'anonymous' }])
  const count = (from: string): string => `SELECT count("source")::INTEGER AS calls FROM ${from}`
  await expect(query(count(`read_csv('${path}')`))).rejects.toThrow('anonymous')
  expect(await query(await views(), count('cdr_in'))).toEqual([{ calls: 60_001 }])
})

test('files of every format and layout are put together by name, typed by the spec', async () => {
  const call = {
    date_time_start_utc: '2026-10-05 12:00:00',
    source: '007',
    did: '0123',
    duration_secs: '61',
    tollfree_amount_usd: '0.12345678',
  }
  for (const [at, format] of (['csv.gz', 'ndjson', 'parquet'] as const).entries()) {
    await load(month(1, { account: format }), [call], '2021-12-15', format, at === 1 ? [] : ['Note'])
  }
  await load(month(2), [{ date_time_start_utc: '2026-10-05 12:00:00', source: '007', duration_sec: '5' }], '2026-04-16')
  const sql = await views()
  const rows = await query(
    sql,
    `SELECT account, period, unit_key = '${unitKey(month(2))}' AS is_second, source, did, duration_secs, duration_sec,
       tollfree_amount_usd, date_time_start_utc FROM cdr_in ORDER BY account`,
  )
  const first = {
    period: '2026-01',
    is_second: false,
    source: '007',
    did: '0123',
    duration_secs: '61',
    duration_sec: null,
  }
  const typed = { tollfree_amount_usd: '0.12345678', date_time_start_utc: '2026-10-05 12:00:00' }
  expect(rows).toEqual([
    {
      ...{ account: '007', period: '2026-02', is_second: true, source: '007', did: null, duration_secs: null },
      ...{ duration_sec: '5', tollfree_amount_usd: null, date_time_start_utc: '2026-10-05 12:00:00' },
    },
    ...['csv.gz', 'ndjson', 'parquet'].map((account) => ({ account, ...first, ...typed })),
  ])
  const types = await query(sql, `SELECT column_name, column_type FROM (DESCRIBE cdr_in)`)
  expect(Object.fromEntries(types.map(({ column_name, column_type }) => [column_name, column_type]))).toMatchObject({
    account: 'VARCHAR',
    source: 'VARCHAR',
    did: 'VARCHAR',
    duration_secs: 'BIGINT',
    duration_sec: 'BIGINT',
    tollfree_amount_usd: 'DECIMAL(18,8)',
    date_time_start_utc: 'TIMESTAMP',
    other: 'MAP(VARCHAR, VARCHAR)',
  })
  expect(await query(sql, 'SELECT count(*)::INTEGER AS units, sum(calls)::INTEGER AS calls FROM units')).toEqual([
    { units: 4, calls: 4 },
  ])
})

test('the views have the values that the decoder gives', async () => {
  const rows = Array.from({ length: 500 }, (_, index) => ({
    date_time_start_utc: index % 7 === 0 ? '' : `2026-10-05 12:00:${String(index % 60).padStart(2, '0')}`,
    source: ['+44', '00', '', '"a, ""b"""', 'ü'][index % 5] ?? '',
    duration_secs: index % 3 === 0 ? '' : String(index),
    tollfree_amount_usd: index % 4 === 0 ? '' : `0.${String(index)}`,
  }))
  const path = await load(month(9), rows)
  const wanted: unknown[] = []
  for await (const record of decodeRecords(path, { apiVersion: '2021-12-15', exportType: 'cdr_in' })) {
    const { date_time_start_utc: start, source, duration_secs: seconds, tollfree_amount_usd: amount } = record
    wanted.push([
      start?.replace('T', ' ').replace('Z', '') ?? null,
      source,
      seconds,
      amount === null ? null : Number(amount),
    ])
  }
  const found = await query(
    await views(),
    'SELECT date_time_start_utc, source, duration_secs, tollfree_amount_usd FROM cdr_in',
  )
  const values = found.map(
    ({ date_time_start_utc: start, source, duration_secs: seconds, tollfree_amount_usd: amount }) => [
      start,
      source,
      seconds === null ? null : Number(seconds),
      amount === null ? null : Number(amount),
    ],
  )
  expect(values).toEqual(wanted)
})

test.each([
  ['an empty directory', () => Promise.resolve(), 'holds no calls'],
  ['a damaged manifest', () => writeFile(join(dir, 'manifest.json'), '{"format":1,"origin"'), 'manifest.json'],
])('%s ends with 2 and one clear error', async (_name, prepare, message) => {
  await prepare()
  const { code, stdout, stderr } = await cli(['sql', dir])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})
