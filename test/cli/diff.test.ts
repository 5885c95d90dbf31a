import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directoryTarget, type Load, type Unit, unitKey } from '../../src/pull/index.js'
import { diffCalls, type Difference } from '../../src/records/diff-calls.js'
import { cli } from '../helpers/cli.js'
import { type MadeCall, writeCalls } from '../report/made.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-diff-'))
})
afterAll(() => rm(folder, { recursive: true }))

const LAYOUT = ['--type', 'cdr_in', '--api-version', '2021-12-15']

const call = (second: number, charge = '0.1', did = '111'): MadeCall => ({
  start: new Date(Date.UTC(2026, 9, 1) + second * 1000).toISOString().slice(0, 19).replace('T', ' '),
  source: String(4_412_340_000 + second),
  did,
  charge,
})

const before = Array.from({ length: 200 }, (_, at) => call(at))
/** Three late calls, and one with another charge. */
const after = [...before.slice(0, 7), call(7, '0.25'), ...before.slice(8), call(500), call(501), call(502)]

const files = async (old: readonly MadeCall[], now: readonly MadeCall[]): Promise<[string, string]> => {
  const paths: [string, string] = [join(folder, 'old.csv.gz'), join(folder, 'new.csv.gz')]
  await Promise.all([writeCalls(paths[0], old), writeCalls(paths[1], now)])
  return paths
}

const diff = async (...args: string[]): Promise<{ stdout: string; stderr: string }> => {
  const { code, stdout, stderr } = await cli(['diff', ...args])
  expect(code, stderr).toBe(0)
  return { stdout, stderr }
}

test('three late calls and a changed one are named, whatever the order of rows', async () => {
  const [old, now] = await files(before, [...after].reverse())
  const { stdout, stderr } = await diff(old, now, ...LAYOUT, '--format', 'json')
  const found = JSON.parse(stdout) as { differences: Difference[] } & Record<string, number>
  expect(found).toMatchObject({ added: 3, removed: 0, changed: 1 })
  expect(found.differences.map(({ kind, properties }) => [kind, properties])).toEqual([
    ['changed', ['tollfree_amount_usd']],
    ...Array.from({ length: 3 }, () => ['added', []]),
  ])
  expect(found.differences[0]).toMatchObject({
    before: { tollfree_amount_usd: '0.1' },
    after: { tollfree_amount_usd: '0.25', source: '4412340007' },
  })
  expect(found.differences.slice(1).map(({ after: one }) => one?.['source'])).toEqual([
    '4412340500',
    '4412340501',
    '4412340502',
  ])
  expect(stderr).toBe('3 calls added, 0 removed, 1 changed\n')
})

test('as a table and as csv', async () => {
  const paths = await files(before, after)
  const { stdout } = await diff(...paths, ...LAYOUT)
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toMatch(
    /^changed +2026-10-01T00:00:07Z 4412340007 +111 +60 +0\.25 +tollfree_amount_usd 0\.1 → 0\.25$/,
  )
  const csv = (await diff(...paths, ...LAYOUT, '--format', 'csv')).stdout.trimEnd().split('\n')
  expect(csv.map((line) => line.split(',')[0])).toEqual(['change', 'before', 'after', 'added', 'added', 'added'])
})

test('the same calls do not differ, in any order and with 0.10 for 0.1', async () => {
  const paths = await files(
    before,
    [...before].reverse().map((one) => ({ ...one, charge: '0.10' })),
  )
  expect(await diff(...paths, ...LAYOUT)).toMatchObject({ stderr: 'no call differs\n' })
})

test('formats do not matter: csv against ndjson and parquet', async () => {
  const [old, now] = await files(before, after)
  for (const format of ['ndjson', 'parquet']) {
    const to = join(folder, `new.${format}`)
    expect((await cli(['records', now, ...LAYOUT, '--format', format, '--out', to, '--force'])).code).toBe(0)
    expect(await diff(old, to, ...LAYOUT)).toMatchObject({ stderr: '3 calls added, 0 removed, 1 changed\n' })
  }
})

const ROWS = fc.array(
  fc.record({
    date_time_start_utc: fc.constantFrom('2026-10-01T00:00:00Z', '2026-10-01T00:00:01Z'),
    source: fc.constantFrom('1', '2', null),
    did: fc.constantFrom('3', null),
    destination: fc.constant(null),
    duration_secs: fc.constantFrom(0, 1, null),
  }),
  { maxLength: 12 },
)

test('of any calls: what was removed from the old ones and added, gives the new ones', async () => {
  const text = (row: object | null): string =>
    JSON.stringify(Object.entries(row ?? {}).filter(([, value]) => value !== null))
  const sorted = (rows: readonly (object | null)[]): string[] => rows.map(text).sort()
  await fc.assert(
    fc.asyncProperty(ROWS, ROWS, async (old, now) => {
      const read = (rows: typeof old) => () => [rows] as unknown as AsyncIterable<typeof old>
      const options = { apiVersion: '2021-12-15', exportType: 'cdr_in', before: read(old), after: read(now) } as const
      const rest = [...old] as (Readonly<Record<string, unknown>> | null)[]
      let kinds = 0
      for await (const { before: gone, after: come, kind, properties } of diffCalls(options)) {
        kinds += 1
        if (gone) rest.splice(rest.map(text).indexOf(text(gone)), 1)
        if (come) rest.push(come)
        expect(properties.length > 0).toBe(kind === 'changed')
      }
      expect(sorted(rest)).toEqual(sorted(now))
      expect(kinds).toBeLessThanOrEqual(old.length + now.length)
    }),
    { numRuns: 300 },
  )
})

const unit: Unit = {
  account: 'default',
  export_type: 'cdr_in',
  from: '2026-10-01T00:00:00Z',
  to: '2026-11-01T00:00:00Z',
  filter: {},
}

const loadOf = async (calls: readonly MadeCall[], generation: number, of = unit): Promise<Load> => {
  const path = join(folder, `generation-${generation}.csv.gz`)
  await writeCalls(path, calls)
  return {
    key: unitKey(of),
    unit: of,
    generation,
    fence: generation,
    origin: 'https://api.example',
    apiVersion: '2021-12-15',
    exportId: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850',
    provisional: false,
    pulledAt: Date.parse('2026-11-20T12:00:00Z'),
    path,
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
    onRows: () => undefined,
    signal: undefined,
  }
}

test.each(['csv.gz', 'ndjson', 'parquet'] as const)(
  'a directory of %s says what a generation has changed, and keeps as many earlier ones as asked',
  async (format) => {
    const dir = join(folder, `kept-${format}`)
    await using target = directoryTarget(dir, { format, keepGenerations: 2 })
    expect(await target.load(await loadOf(before.slice(1), 1))).not.toHaveProperty('changes')
    expect(await target.load(await loadOf(before, 2))).toMatchObject({
      changes: { since: 1, added: 1, removed: 0, changed: 0 },
    })
    expect(await target.load(await loadOf(after, 3))).toMatchObject({
      changes: { since: 2, added: 3, removed: 0, changed: 1 },
    })
    // The same file once more is no other generation of the calls.
    expect(await target.load(await loadOf(after, 3))).toMatchObject({ generation: 3 })
    const removed = await target.load(await loadOf(after.slice(2), 4))
    expect(removed).toMatchObject({ changes: { since: 3, added: 0, removed: 2, changed: 0 } })
    await rm(join(dir, removed?.path ?? ''))
    expect(await target.load(await loadOf(after, 5))).not.toHaveProperty('changes')
    await target.load(await loadOf(after.slice(2), 6))
    await target.close()
    const kept = (await readdir(join(dir, '.didww/earlier'))).sort()
    expect(kept).toEqual([3, 5].map((generation) => `${unitKey(unit)}.g${generation}.${format}`))
    expect(await diff(dir, ...LAYOUT)).toMatchObject({ stderr: '0 calls added, 2 removed, 0 changed\n' })
    expect((await cli(['verify', dir])).code).toBe(0)
    expect((await cli(['summary', dir, '--json'])).stdout).toContain('"calls": 201')
  },
)

test('several months of one type are one list, in csv too', async () => {
  const dir = join(folder, 'months')
  const november = { ...unit, from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }
  await using target = directoryTarget(dir, { keepGenerations: 1 })
  for (const of of [unit, november]) {
    await target.load(await loadOf(before, 1, of))
    await target.load(await loadOf(after, 2, of))
  }
  await target.close()
  const { stdout } = await diff(dir, '--format', 'csv')
  expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 2 * 5)
})

test('pull says that three calls came late and one was changed, and keeps the earlier file', async () => {
  const dir = join(folder, 'pulled')
  const pull = ['pull', '--demo', '--type', 'cdr_in', '--period', '2026-10', '--out', dir, '--keep-generations', '1']
  expect((await cli(pull)).code).toBe(0)
  const manifest = join(dir, 'manifest.json')
  await writeFile(
    manifest,
    (await readFile(manifest, 'utf8')).replaceAll(/"source_sha256": "\w+"/g, '"source_sha256": "0"'),
  )
  // The first generation as it would have been before three calls came, and one was corrected.
  const [name = ''] = (await readdir(dir, { recursive: true })).filter((one) => one.endsWith('.csv.gz'))
  const text = gunzipSync(await readFile(join(dir, name))).toString()
  const lines = text.split('\n')
  const [late, corrected] = [lines.splice(10, 3), lines[20] ?? '']
  lines[20] = corrected.replace(/^([^,]*),([^,]*),/, '$1,2026-10-31 23:59:59,')
  await writeFile(join(dir, name), gzipSync(lines.join('\n')))
  const { code, stderr } = await cli([...pull, '--refresh'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('; since generation 1: 3 added, 0 removed, 1 changed')])
  const { stdout } = await diff(dir, '--format', 'csv')
  // The sandbox writes more cells in quotes than diff does.
  const bare = (line: string): string => line.replaceAll('"', '')
  const found = stdout.trimEnd().split('\n').slice(1).map(bare)
  expect(found.filter((line) => line.startsWith('added,')).sort()).toEqual(
    late.map((line) => `added,${bare(line)}`).sort(),
  )
  expect(found.filter((line) => !line.startsWith('added,'))).toEqual([
    `before,${bare(lines[20])}`,
    `after,${bare(corrected)}`,
  ])
}, 60_000)

test.each<[string, () => Promise<string[]>, number, RegExp]>([
  ['a directory without earlier generations', () => Promise.resolve([join(folder, 'kept-none')]), 7, /kept-none/],
  [
    'two types in csv',
    async () => {
      const dir = join(folder, 'types')
      await cli(['pull', '--demo', '--type', 'cdr_in', 'cdr_out', '--period', '2026-10', '--out', dir])
      return [dir, dir, '--format', 'csv']
    },
    2,
    /cdr_in and cdr_out.*--type/,
  ],
])('%s is told', async (_, args, exit, words) => {
  const { code, stderr } = await cli(['diff', ...(await args())])
  expect([code, stderr]).toEqual([exit, expect.stringMatching(words)])
})
