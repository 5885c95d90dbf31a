import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import pg from 'pg'
import { createExportsClient } from '../../src/index.js'
import {
  directoryStore,
  directoryTarget,
  type Finding,
  planUnits,
  postgresStore,
  postgresTarget,
  type PullFormat,
  runUnits,
  verifyDirectory,
  verifyPostgres,
} from '../../src/pull/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { createDatabase } from '../helpers/postgres.js'

let folder = ''
let dir = ''
let sandbox: Sandbox
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-verify-'))
  // A blank, so that what is told can be pasted into a shell.
  dir = join(folder, 'my cdrs')
  sandbox = createSandbox({ seed: 6, now: '2026-11-20T12:00:00Z', rows: 200, pendingFor: 0, processingFor: 0 })
  await sandbox.listen()
})
afterEach(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

const client = () => {
  const { apiKey, url: baseUrl, clock } = sandbox
  return createExportsClient({ apiKey, baseUrl, clock, apiVersion: '2026-04-16' })
}
const unitsOf = (periods: readonly string[], exportTypes: readonly string[] = ['cdr_in']) =>
  planUnits({ exportTypes, periods, apiVersion: '2026-04-16' })

const pull = async (periods: readonly string[], format: PullFormat = 'csv.gz', verify = false) => {
  await using target = directoryTarget(dir, { format, verify })
  await using store = directoryStore(dir)
  const didww = client()
  const run = await runUnits(unitsOf(periods), { store, target, clientFor: () => didww, clock: sandbox.clock })
  return run.outcomes
}
const creates = (): number => sandbox.requests.filter(({ operation }) => operation === 'createExport').length
const pathIn = (outcomes: Awaited<ReturnType<typeof pull>>, at = 0): string =>
  join(dir, outcomes[at]?.loaded?.path ?? '')
const kinds = (findings: readonly Finding[]): string[] => findings.map(({ kind }) => kind)

/** Changes one byte and keeps size and time, as a disk that rots does. */
const rot = async (path: string, at: number): Promise<void> => {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(path, bytes)
  await utimes(path, 1, 1)
}

test.each(['csv.gz', 'ndjson', 'parquet'] as const)('a sound directory of %s is read to its end', async (format) => {
  await pull(['2026-09', '2026-10'], format)
  const seen: string[] = []
  const found = await verifyDirectory(dir, { onFile: ({ path }) => seen.push(path) })
  expect(found).toEqual({ sound: 2, rows: 400, findings: [] })
  expect(seen).toHaveLength(2)
  const requests = sandbox.requests.length
  expect(await cli(['verify', dir])).toMatchObject({ code: 0, stdout: '' })
  expect(sandbox.requests.length).toBe(requests)
})

test.each<[string, (path: string) => Promise<unknown>, string, RegExp]>([
  ['missing', (path) => rm(path), 'missing', /the file is not there/],
  ['shorter', (path) => truncate(path, 100), 'changed', /it has 100 bytes, but the manifest says/],
  ['changed at its old size', (path) => rot(path, 40), 'changed', /its SHA-256 is not that of the manifest/],
])('a file that is %s is found, exits 6, and the command that is told mends it', async (_name, harm, kind, note) => {
  const path = pathIn(await pull(['2026-10']))
  const before = await readFile(path)
  await harm(path)
  const { findings, sound } = await verifyDirectory(dir)
  expect({ sound, findings }).toMatchObject({
    sound: 0,
    findings: [{ kind, note: expect.stringMatching(note) as string }],
  })
  const { code, stdout } = await cli(['verify', dir])
  expect(code).toBe(6)
  const told = `run: didww-exports pull --type cdr_in --period 2026-10 --out '${dir}' --verify\n`
  expect(stdout).toContain(told)
  // The same in the library; the clock of the sandbox is not that of the command line.
  expect(await pull(['2026-10'], 'csv.gz', true)).toMatchObject([{ result: 'done', already: false }])
  expect(await readFile(path)).toEqual(before)
  expect(await verifyDirectory(dir)).toMatchObject({ sound: 1, findings: [] })
})

test('a pull trusts size and time; with verify it finds what has changed, once', async () => {
  const path = pathIn(await pull(['2026-09', '2026-10']))
  await rot(path, 40)
  expect((await pull(['2026-09', '2026-10'])).map(({ already }) => already)).toEqual([true, true])
  expect(creates()).toBe(2)
  expect((await pull(['2026-09', '2026-10'], 'csv.gz', true)).map(({ already }) => already).sort()).toEqual([
    false,
    true,
  ])
  expect(creates()).toBe(3)
})

test('the manifest may say another number of calls, or another layout', async () => {
  await pull(['2026-10'])
  const path = join(dir, 'manifest.json')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('"rows": 200', '"rows": 201'))
  expect(await verifyDirectory(dir)).toMatchObject({
    findings: [{ kind: 'unreadable', note: 'it has 200 calls, but 201 were loaded' }],
  })
  await writeFile(path, text.replace(/"layout": "[^"]*"/, '"layout": "another"'))
  expect(await verifyDirectory(dir)).toMatchObject({
    findings: [{ kind: 'unreadable', note: expect.stringContaining('but the manifest says another') as string }],
  })
})

test('foreign and left-over files are named; those of a pull below are no calls of this one', async () => {
  const path = pathIn(await pull(['2026-10']))
  await cp(path, path.replace(/dx1-.{32}/, `dx1-${'a'.repeat(32)}`))
  await writeFile(`${path}.123-0-1.part`, 'x')
  await writeFile(join(dir, 'type=cdr_in', 'notes.txt'), 'x')
  await writeFile(join(dir, 'report.html'), 'x')
  const { findings } = await verifyDirectory(dir)
  expect(kinds(findings).sort()).toEqual(['foreign', 'foreign', 'left_over'])
  expect(await cli(['verify', dir])).toMatchObject({ code: 6 })
})

test('a hole and a provisional month are told; only the hole has to be mended', async () => {
  await pull(['2026-09', '2026-10-02..2026-10-31', '2026-11-01..2026-11-19'])
  const { findings } = await verifyDirectory(dir)
  expect(findings).toMatchObject([
    { kind: 'provisional', path: expect.stringContaining('2026-11-01') as string },
    { kind: 'hole', unit: { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z', export_type: 'cdr_in' } },
  ])
  const { stdout, code } = await cli(['verify', dir])
  expect(code).toBe(6)
  expect(stdout).toMatch(
    /^hole: cdr_in of 2026-10-01: no calls .*; run: didww-exports pull --type cdr_in --period 2026-10-01 /m,
  )
  await pull(['2026-10-01'])
  expect(await cli(['verify', dir])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^provisional: [^;]*$/m) as string,
  })
})

test('the command for a part of a month can be pasted into a shell', async () => {
  const [unit] = planUnits({
    exportTypes: ['cdr_in'],
    periods: ['2026-10'],
    timeZone: 'Europe/Kyiv',
    apiVersion: '2026-04-16',
  })
  await using target = directoryTarget(dir)
  await using store = directoryStore(dir)
  const didww = client()
  if (!unit) throw new Error('no unit')
  const { outcomes } = await runUnits([unit], { store, target, clientFor: () => didww, clock: sandbox.clock })
  await target.close()
  await store.close()
  await rm(pathIn(outcomes))
  const { stdout } = await cli(['verify', dir])
  const command = /; run: (echo .* \| didww-exports (pull .*))\n/.exec(stdout)
  const shell = command?.[1]?.split(' | ')[0] ?? ''
  expect(JSON.parse(execFileSync('sh', ['-c', shell], { encoding: 'utf8' }))).toMatchObject({
    from: unit.from,
    to: unit.to,
  })
  expect(command?.[2]).toBe(`pull --unit - --out '${dir}' --verify`)
})

test('either a directory or Postgres; what holds nothing is told', async () => {
  expect(await cli(['verify'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--postgres') as string })
  expect(await cli(['verify', dir, '--postgres'])).toMatchObject({ code: 2 })
  expect(await cli(['verify', dir])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nothing_held') as string,
  })
})

test('Postgres: calls that are missing, doubled, or of no unit are found; the ledger and tables agree otherwise', async () => {
  const url = await createDatabase()
  const pool = new pg.Pool({ connectionString: url })
  try {
    await using target = postgresTarget({ pool })
    await using store = postgresStore({ pool })
    const didww = client()
    const units = unitsOf(['2026-09', '2026-10'], ['cdr_in', 'cdr_out'])
    await runUnits(units, { store, target, clientFor: () => didww, clock: sandbox.clock })
    expect(await verifyPostgres({ pool })).toEqual({ sound: 4, rows: 800, findings: [] })
    const env = { DATABASE_URL: url }
    expect(await cli(['verify', '--postgres'], { env })).toMatchObject({ code: 0, stdout: '' })
    await pool.query(`delete from didww_exports.cdr_in where unit_key = (select key from didww_exports.ledger
      where export_type = 'cdr_in' order by period limit 1)`)
    await pool.query(`insert into didww_exports.cdr_out select * from didww_exports.cdr_out where unit_key =
      (select key from didww_exports.ledger where export_type = 'cdr_out' order by period limit 1) limit 1`)
    await pool.query(
      "update didww_exports.cdr_out set unit_key = 'dx1-none' where unit_key = (select key from didww_exports.ledger where export_type = 'cdr_out' order by period desc limit 1)",
    )
    const { sound, findings } = await verifyPostgres({ pool })
    expect(sound).toBe(1)
    expect(kinds(findings).sort()).toEqual(['changed', 'foreign', 'missing', 'missing'])
    const { code, stdout } = await cli(['verify', '--postgres'], { env })
    expect(code).toBe(6)
    expect(stdout).toContain('run: didww-exports enqueue --type cdr_in --period 2026-09 --refresh')
    expect(stdout).toContain('changed: cdr_out: it has 201 calls, but 200 were loaded')
  } finally {
    await pool.end()
  }
})
