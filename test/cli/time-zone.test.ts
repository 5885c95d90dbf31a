import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf } from '../../src/index.js'
import type { PlannedUnit } from '../../src/pull/index.js'
import { openDuckdb } from '../../src/records/duckdb.js'
import { cli } from '../helpers/cli.js'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-zone-cli-'))
})
afterEach(() => rm(dir, { recursive: true }))

const KYIV = { DIDWW_TIME_ZONE: 'Europe/Kyiv' }
const HEADER = columnsOf('2021-12-15', 'cdr_in').map(({ column }) => column)
/** Calls before, in and after the hour that the clocks of Kyiv show twice, and one at the end of the month. */
const STARTS = ['2026-10-24 23:59:59', '2026-10-25 00:30:00', '2026-10-25 01:30:00', '2026-10-31 22:00:00']
const rowsOf = (starts: readonly string[]): string[] =>
  starts.map((start) => [start, ...HEADER.slice(1).map(() => '')].join(','))
const fileOf = async (starts: readonly string[] = STARTS): Promise<string> => {
  const path = join(dir, 'cdrs.csv.gz')
  await writeFile(path, gzipSync(`${[HEADER.join(','), ...rowsOf(starts)].join('\n')}\n`))
  return path
}
const TYPE = ['--type', 'cdr_in', '--api-version', '2021-12-15']

test('a plan is that of a zone, by option, environment or account, and is printed in UTC', async () => {
  const periods = async (args: readonly string[], env: Record<string, string> = {}): Promise<string[]> => {
    const { stdout, code } = await cli(['plan', '--type', 'cdr_in', ...args, '--json'], { env })
    expect(code).toBe(0)
    const units = JSON.parse(stdout) as PlannedUnit[]
    return units.map(({ account, from, to }) => `${account} ${from} ${to}`).sort()
  }
  const kyiv = ['2026-09-30T21:00:00Z 2026-10-31T22:00:00Z']
  const version = ['--api-version', '2026-04-16']
  const october = ['--period', '2026-10', ...version]
  expect(await periods([...october, '--time-zone', 'Europe/Kyiv'])).toEqual(kyiv.map((one) => `default ${one}`))
  expect(await periods(october, KYIV)).toEqual(kyiv.map((one) => `default ${one}`))
  expect(await periods([...october, '--time-zone', 'UTC'], KYIV)).toEqual([
    'default 2026-10-01T00:00:00Z 2026-11-01T00:00:00Z',
  ])
  const accounts = join(dir, 'accounts.json')
  const one = { apiKeyEnv: 'KEY', apiVersion: '2026-04-16' }
  await writeFile(accounts, JSON.stringify({ accounts: { here: { ...one, timeZone: 'Europe/Kyiv' }, there: one } }))
  expect(await periods(['--period', '2026-10', '--accounts', accounts, '--time-zone', 'America/New_York'])).toEqual([
    ...kyiv.map((period) => `here ${period}`),
    'there 2026-10-01T04:00:00Z 2026-11-01T04:00:00Z',
  ])
  // No version is known: months of UTC, cut at the ends of the period.
  expect(await periods(['--period', '2026-10', '--time-zone', 'Europe/Kyiv'])).toEqual([
    'default 2026-09-30T21:00:00Z 2026-10-01T00:00:00Z',
    'default 2026-10-01T00:00:00Z 2026-10-31T22:00:00Z',
  ])
})

test('a name in a period is that of the zone', async () => {
  const { stderr, code } = await cli(['plan', '--type', 'cdr_in', '--period', 'today', '--time-zone', '+14:00'])
  const there = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(stderr).toContain(`period today is ${there} in +14:00\n`)
})

test.each([
  [['--time-zone', 'Mars/Base'], {}, '--time-zone names no time zone: "Mars/Base"'],
  [['--time-zone', ''], {}, '--time-zone is empty'],
  [[], { DIDWW_TIME_ZONE: 'Mars/Base' }, 'DIDWW_TIME_ZONE names no time zone'],
] as const)('a zone that is none exits 2 and names where it was given: %s', async (args, env, message) => {
  const period = ['--type', 'cdr_in', '--period', '2026-10']
  const file = await fileOf()
  for (const command of [
    ['plan', ...period],
    ['summary', file],
    ['records', file],
    ['pull', ...period, '--out', dir],
  ]) {
    const { code, stderr } = await cli([...command, ...args], { env: { ...env, DIDWW_API_KEY: 'key' } })
    expect(stderr).toContain(`error: ${message}`)
    expect(stderr).toContain('[PeriodError unknown_time_zone]')
    expect(code).toBe(2)
  }
})

test('an account with a zone that is none is an error that names it', async () => {
  const path = join(dir, 'accounts.json')
  await writeFile(path, JSON.stringify({ accounts: { acme: { apiKeyEnv: 'KEY', timeZone: 'Mars/Base' } } }))
  const args = ['plan', '--type', 'cdr_in', '--period', '2026-10', '--accounts', path]
  expect(await cli(args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Account acme: timeZone names no time zone') as string,
  })
})

test('a summary groups by the days of a zone, and says which', async () => {
  const { stdout } = await cli(['summary', await fileOf(), ...TYPE, '--time-zone', 'Europe/Kyiv', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    time_zone: 'Europe/Kyiv',
    by_day: [
      { name: '2026-10-25', calls: 3 },
      { name: '2026-11-01', calls: 1 },
    ],
    by_month: [{ name: '2026-10' }, { name: '2026-11' }],
  })
  const { stdout: text } = await cli(['summary', join(dir, 'cdrs.csv.gz'), ...TYPE], { env: KYIV })
  expect(text).toContain('4 calls from 2026-10-25 to 2026-11-01, Europe/Kyiv')
})

const LOCAL = [
  '2026-10-25 02:59:59+03:00',
  '2026-10-25 03:30:00+03:00',
  '2026-10-25 03:30:00+02:00',
  '2026-11-01 00:00:00+02:00',
]

test('records as CSV are in local time with the offset, other bytes as they were; NDJSON stays in UTC', async () => {
  const path = await fileOf()
  const { stdout } = await cli(['records', path, ...TYPE, '--format', 'csv'], { env: KYIV })
  expect(stdout).toBe(`${[HEADER.join(',').replaceAll('(UTC)', '(Europe/Kyiv)'), ...rowsOf(LOCAL)].join('\n')}\n`)
  const two = await cli(['records', path, path, ...TYPE, '--format', 'csv', '--rows', '6'], { env: KYIV })
  expect(two.stdout.split('\n').slice(1, 7)).toEqual(rowsOf([...LOCAL, ...LOCAL.slice(0, 2)]))
  const few = await cli(['records', path, ...TYPE, '--format', 'csv', '--rows', '2'], { env: KYIV })
  expect(few.stdout.trimEnd().split('\n').slice(1)).toEqual(rowsOf(LOCAL.slice(0, 2)))
  const table = await cli(['records', path, ...TYPE, '--format', 'table'], { env: KYIV })
  for (const time of LOCAL) expect(table.stdout).toContain(time.replace(' ', 'T'))
  const plain = await cli(['records', path, ...TYPE], { env: KYIV })
  expect(plain.stdout).toBe((await cli(['records', path, ...TYPE])).stdout)
})

test('NDJSON and Parquet have the local time beside UTC on request', async () => {
  const path = await fileOf()
  const wanted = LOCAL.map((time) => time.replace(' ', 'T'))
  const { stdout } = await cli(['records', path, ...TYPE, '--local-time'], { env: KYIV })
  const records = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)
  expect(records.map(({ local_time }) => local_time)).toEqual(wanted)
  expect(records[0]?.['date_time_start_utc']).toBe('2026-10-24T23:59:59Z')
  const out = join(dir, 'calls.parquet')
  const written = await cli(['records', path, ...TYPE, '--local-time', '--format', 'parquet', '--out', out], {
    env: KYIV,
  })
  expect(written).toMatchObject({ code: 0 })
  using database = await openDuckdb(undefined)
  const read = await database.connection.runAndReadAll(
    `SELECT local_time, typeof(local_time), typeof(date_time_start_utc) FROM '${out}'`,
  )
  expect(read.getRows()).toEqual(wanted.map((time) => [time, 'VARCHAR', 'TIMESTAMP']))
})

test.each([
  ['csv', '--local-time is for --format ndjson and parquet', KYIV],
  ['ndjson', '--local-time needs a --time-zone other than UTC', {}],
])('--local-time with %s and no sense exits 2', async (format, message, env: Record<string, string>) => {
  const { code, stderr } = await cli(['records', await fileOf(), ...TYPE, '--local-time', '--format', format], { env })
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('a wrong row is an error before anything is written in local time', async () => {
  const path = await fileOf([...STARTS, 'x'])
  const { code, stdout, stderr } = await cli(['records', path, ...TYPE, '--format', 'csv'], { env: KYIV })
  expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
  expect(stderr).toContain('Line 6')
})

test('the demo is pulled in a zone, and what is there is complete', async () => {
  const out = join(dir, 'out')
  const { code, stderr, stdout } = await cli(['pull', '--demo', '--period', '2026-10', '--out', out], { env: KYIV })
  expect(code).toBe(0)
  expect(stderr).toContain('calls from 2026-09-30T21:00:00Z up to 2026-10-31T22:00:00Z')
  expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  expect(await readFile(join(out, 'manifest.json'), 'utf8')).toContain('"narrowed_by": "date_time_start_utc"')
})
