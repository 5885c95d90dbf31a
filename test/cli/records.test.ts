import { DuckDBInstance } from '@duckdb/node-api'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { directoryStore, directoryTarget, planUnits, type PullFormat, runUnits } from '../../src/pull/index.js'
import { columnsOf } from '../../src/records/columns-of.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'

const ROWS = 40
const folder = mkdtempSync(join(tmpdir(), 'didww-exports-records-'))
afterAll(() => rmSync(folder, { recursive: true }))
const of = (name: string): string => join(folder, name)

/** The files of a pull of both types, by type. */
const pulled = async (format: PullFormat): Promise<Record<string, string>> => {
  const sandbox = createSandbox({ seed: 4, now: '2026-11-20T12:00:00Z', rows: ROWS })
  await sandbox.listen()
  const { apiKey, url: baseUrl, clock } = sandbox
  const didww = createExportsClient({ apiKey, baseUrl, clock })
  const dir = of(format)
  await using target = directoryTarget(dir, { format })
  await using store = directoryStore(dir)
  const units = planUnits({ exportTypes: ['cdr_in', 'cdr_out'], periods: ['2026-10'] })
  const { outcomes } = await runUnits(units, { store, target, clientFor: () => didww, clock })
  await sandbox.close()
  return Object.fromEntries(outcomes.map(({ unit, loaded }) => [unit.export_type, join(dir, loaded?.path ?? '')]))
}

let csv: Record<string, string> = {}
let ndjson: Record<string, string> = {}
let parquet: Record<string, string> = {}
beforeAll(async () => {
  csv = await pulled('csv.gz')
  ndjson = await pulled('ndjson')
  parquet = await pulled('parquet')
})

const records = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await cli(['records', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}
const lines = (text: string): string[] => text.trimEnd().split('\n')

test('a file of each format, and a directory, give the same calls; the type is found', async () => {
  const wanted = readFileSync(ndjson['cdr_in'] ?? '', 'utf8')
  expect(lines(wanted)).toHaveLength(ROWS)
  const short = (text: string): unknown[] =>
    lines(text).map((line) => {
      const record = JSON.parse(line) as Record<string, string | null>
      // Parquet keeps the value of an amount, not how it was written.
      const amounts = columnsOf('2021-12-15', 'cdr_in').filter(({ kind }) => kind === 'decimal')
      return { ...record, ...Object.fromEntries(amounts.map(({ property }) => [property, Number(record[property])])) }
    })
  expect(await records(csv['cdr_in'] ?? '')).toBe(wanted)
  expect(await records(ndjson['cdr_in'] ?? '')).toBe(wanted)
  for (const dir of ['csv.gz', 'ndjson']) expect(await records(of(dir), '--type', 'cdr_in')).toBe(wanted)
  expect(short(await records(parquet['cdr_in'] ?? ''))).toEqual(short(wanted))
  expect(short(await records(of('parquet'), '--type', 'cdr_in'))).toEqual(short(wanted))
})

test('--rows holds for every format', async () => {
  const path = csv['cdr_in'] ?? ''
  const text = lines(gunzipSync(await readFile(path)).toString())
  expect(lines(await records(path, '--rows', '3', '--format', 'csv'))).toEqual(text.slice(0, 4))
  expect(lines(await records(path, '--rows', '3'))).toHaveLength(3)
  expect(lines(await records(ndjson['cdr_in'] ?? '', '--rows', '3'))).toHaveLength(3)
  expect(lines(await records(parquet['cdr_in'] ?? '', '--rows', '3', '--format', 'csv'))).toHaveLength(4)
  expect(lines(await records(path, '--rows', '3', '--format', 'table', '--columns', 'did'))).toHaveLength(4)
  await records(path, '--rows', '3', '--format', 'parquet', '--out', of('three.parquet'))
  expect(lines(await records(of('three.parquet')))).toHaveLength(3)
  expect(lines(await records(path, '--rows', '999', '--format', 'csv'))).toEqual(text)
})

test('calls of NDJSON as CSV are the text that the API sent, but for quotes that are not needed', async () => {
  const text = gunzipSync(await readFile(csv['cdr_in'] ?? '')).toString()
  const plain = (one: string): string => one.replaceAll('""', '\0').replaceAll('"', '').replaceAll('\0', '"')
  const written = await records(ndjson['cdr_in'] ?? '', '--format', 'csv')
  expect(lines(plain(written))).toEqual(lines(plain(text.replaceAll(/(?<=^|,)""(?=,|$)/gm, ''))))
})

test('a table shows each type under its heading, with what bills need in 80 columns', async () => {
  const table = await records(of('csv.gz'), '--format', 'table', '--rows', '2')
  expect(table).toMatch(/^cdr_in\nwhen +from +to +seconds +result +cost\n(?:2026-10-.*\n){2}/)
  expect(table).toMatch(/\ncdr_out\nwhen +/)
  for (const line of lines(table)) expect(line.length).toBeLessThanOrEqual(80)
})

test.each([
  [['--columns', 'did,durration_secs', '--format', 'table'], /no durration_secs .* Did you mean duration_secs\?/],
  [['--columns', 'did'], /--columns is for --format table/],
  [[], /There are calls of cdr_in and cdr_out .* --type/],
  [['--type', 'cdr_uot'], /holds no calls of cdr_uot/],
])('records of a directory with %j ends with what to do', async (args, message) => {
  const { code, stderr, stdout } = await cli(
    ['records', of('csv.gz'), '--type', 'cdr_in', ...args].filter(
      (one, at, all) => !(args.length === 0 && (one === '--type' || all[at - 1] === '--type')),
    ),
  )
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})

test('every error names its file', async () => {
  writeFileSync(
    of('broken.csv'),
    `${columnsOf('2021-12-15', 'cdr_in')
      .map(({ column }) => column)
      .join()}\n1,2\n`,
  )
  writeFileSync(of('none.csv'), 'a,b\n1,2\n')
  writeFileSync(of('cut.csv.gz'), gzipSync('x'.repeat(100)).subarray(0, 15))
  writeFileSync(of('broken.ndjson'), `${lines(readFileSync(ndjson['cdr_in'] ?? '', 'utf8'))[0] ?? ''}\n{"a":\n`)
  for (const [name, message] of Object.entries({
    'broken.csv': /broken\.csv: Line 2 has 2 fields/,
    'none.csv': /none\.csv: The header fits no layout that is known .*--type/,
    'cut.csv.gz': /cut\.csv\.gz: .*truncated/,
    'broken.ndjson': /broken\.ndjson: Line 2 is not an object in JSON/,
  })) {
    for (const command of ['records', 'summary']) {
      const { code, stderr } = await cli([command, csv['cdr_in'] ?? '', of(name)])
      expect({ command, code, stderr }).toMatchObject({ code: 6, stderr: expect.stringMatching(message) as string })
    }
  }
})

test('--lenient gets past a damaged row, and says how many', async () => {
  const [header = '', row = '', ...rest] = lines(gunzipSync(await readFile(csv['cdr_in'] ?? '')).toString())
  writeFileSync(of('damaged.csv'), [header, row, 'only,two', ...rest, ''].join('\n'))
  const { code, stdout, stderr } = await cli(['records', of('damaged.csv'), '--lenient'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'left out: line 3 has 2 fields: only,two\n1 rows left out\n' })
  expect(lines(stdout)).toHaveLength(ROWS)
})

test('summary takes a directory, each type under its heading, and says what cost is the sum of', async () => {
  const text = (await cli(['summary', of('parquet')])).stdout
  expect(text).toMatch(/^cdr_in\n\n40 calls/)
  expect(text).toMatch(/\n\n\ncdr_out\n\n40 calls/)
  expect(text).toMatch(/Cost is the sum of TollFree Amount \(USD\), Termination Amount \(USD\) and Metered\s+Channels/)
  const sums = async (dir: string): Promise<unknown> => JSON.parse((await cli(['summary', of(dir), '--json'])).stdout)
  const wanted = await sums('csv.gz')
  expect(wanted).toMatchObject({ cdr_in: { total: { calls: ROWS } }, cdr_out: { total: { calls: ROWS } } })
  expect(await sums('ndjson')).toEqual(wanted)
})

test('Parquet is opened by another reader than the one that wrote it, with its types', async () => {
  const bytes = readFileSync(parquet['cdr_in'] ?? '')
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const read = await parquetReadObjects({ file, compressors })
  const calls = lines(readFileSync(ndjson['cdr_in'] ?? '', 'utf8')).map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  )
  const kinds = columnsOf('2021-12-15', 'cdr_in')
  expect(read).toHaveLength(ROWS)
  for (const [at, call] of calls.entries()) {
    for (const { property, kind } of kinds) {
      const cell: unknown = read[at]?.[property] ?? null
      const value = call[property]
      if (value === null) expect(cell).toBeNull()
      else if (kind === 'timestamp') expect((cell as Date).toISOString().replace('.000', '')).toBe(value)
      else if (kind === 'string') expect(cell).toBe(value)
      else expect(Number(cell)).toBe(Number(value))
    }
  }
})

test('what is written is opened with its types by DuckDB and as JSON', async () => {
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  const typesIn = async (from: string): Promise<Record<string, string>> => {
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)
    return Object.fromEntries(described.getRows() as [string, string][])
  }
  const wanted = { timestamp: 'TIMESTAMP', integer: 'BIGINT', string: 'VARCHAR', decimal: /^DECIMAL\(\d+,8\)$/ }
  const types = await typesIn(`read_parquet('${parquet['cdr_in'] ?? ''}')`)
  for (const { property, kind } of columnsOf('2021-12-15', 'cdr_in')) expect(types[property]).toMatch(wanted[kind])
  const counted = await connection.runAndReadAll(
    `SELECT count(*), count(did), sum(duration_secs) FROM read_json('${ndjson['cdr_in'] ?? ''}', format = 'newline_delimited')`,
  )
  const calls = lines(readFileSync(ndjson['cdr_in'] ?? '', 'utf8')).map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  )
  const seconds = calls.reduce((sum, { duration_secs }) => sum + Number(duration_secs), 0)
  expect(counted.getRows()[0]?.map(Number)).toEqual([ROWS, ROWS, seconds])
  for (const call of calls) {
    expect(typeof call['did']).toBe('string')
    expect(typeof call['duration_secs']).toBe('number')
    expect(typeof call['termination_amount_usd']).toBe('string')
    expect(call['date_time_start_utc']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  }
  connection.closeSync()
  database.closeSync()
})
