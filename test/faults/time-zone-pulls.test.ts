import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parsePeriod } from '../../src/periods/period.js'
import { timeZoneOf } from '../../src/periods/time-zone.js'
import type { Manifest, ManifestEntry } from '../../src/pull/directory/manifest.js'
import { columnsOf, createExportsClient, OverlapError } from '../../src/index.js'
import { directoryStore, directoryTarget, planUnits, repairDirectory, runUnits } from '../../src/pull/index.js'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { callsBetween, clientOf, zoneSuite } from '../helpers/zone-suite.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { type Running, serve } from '../helpers/serve.js'

let dir = ''
let sandbox: Sandbox | undefined
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-zones-'))
})
afterEach(async () => {
  await sandbox?.close()
  await rm(dir, { recursive: true })
})

// Others are in `time-zone-pulls.long.ts`.
zoneSuite('Europe/Kyiv')

/** The files of a directory with what the manifest says of them. */
const filesOf = async (folder: string): Promise<{ entry: ManifestEntry; text: string }[]> => {
  const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
  return Promise.all(
    Object.values(files).map(async (entry) => ({
      entry,
      text: gunzipSync(await readFile(join(folder, entry.path))).toString(),
    })),
  )
}

/** A pull of October, in whole and in a zone. */
const october = { export_type: 'cdr_in', period: '2026-10' } as const
const bench = (options: SandboxOptions = {}): Sandbox =>
  (sandbox = createSandbox({ now: '2026-11-10T00:00:00Z', rows: 300, pendingFor: 0, processingFor: 0, ...options }))
const pullInto = async (
  didww: Awaited<ReturnType<typeof clientOf>>,
  folder: string,
  timeZone?: string,
): Promise<object[]> => {
  const calls: object[] = []
  for await (const call of didww.pull(october, { dir: folder, timeZone })) calls.push(call)
  return calls
}

test('a narrowed file has the header and rows as they were sent; one of which nothing is cut is as sent', async () => {
  const didww = await clientOf(bench(), '2021-12-15')
  await pullInto(didww, dir)
  await pullInto(didww, join(dir, 'zoned'), 'Asia/Kathmandu')
  const [whole] = await filesOf(dir)
  const pieces = await filesOf(join(dir, 'zoned'))
  expect(whole?.entry).not.toHaveProperty('narrowed_by')
  expect(whole?.entry.sha256).toBe(whole?.entry.source_sha256)
  expect(pieces).toHaveLength(2)
  const piece = pieces.find(({ entry }) => entry.unit.from.startsWith('2026-10'))
  expect(piece?.entry).toMatchObject({ narrowed_by: 'date_time_start_utc', source_sha256: whole?.entry.sha256 })
  const [sent, kept] = [whole?.text.split('\n') ?? [], piece?.text.split('\n') ?? []]
  expect(kept[0]).toBe(sent[0])
  expect(kept).toHaveLength((piece?.entry.rows ?? 0) + 2)
  expect(sent.filter((row) => kept.includes(row))).toEqual(kept)
  expect(kept.length).toBeLessThan(sent.length)
})

test.each(['csv.gz', 'ndjson', 'parquet'] as const)(
  'narrowed calls as %s; repair finds the file again',
  async (format) => {
    const didww = await clientOf(bench(), '2021-12-15')
    const target = directoryTarget(dir, { format })
    const store = directoryStore(dir)
    const units = planUnits({
      exportTypes: ['cdr_in'],
      periods: ['2026-10'],
      timeZone: 'Europe/Kyiv',
      apiVersion: '2021-12-15',
    })
    const { clock } = sandbox ?? {}
    const run = await runUnits(units, { store, target, clientFor: () => didww, clock })
    await target.close()
    await store.close()
    expect(run.results).toMatchObject({ done: 2 })
    const wanted = callsBetween(bench(), '2021-12-15', 'cdr_in', parsePeriod('2026-10', timeZoneOf('Europe/Kyiv')))
    expect(run.rows).toBe(wanted.length)
    expect(run.outcomes.map(({ loaded }) => loaded?.narrowed_by)).toEqual([
      'date_time_start_utc',
      'date_time_start_utc',
    ])
    const before = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as Manifest
    await writeFile(join(dir, 'manifest.json'), '{')
    const repairs = await repairDirectory(dir)
    expect(repairs.filter(({ result }) => result === 'restored')).toHaveLength(2)
    const after = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as Manifest
    for (const [key, entry] of Object.entries(after.files)) {
      const { rows, sha256, source_sha256, narrowed_by } = before.files[key] ?? {}
      expect(entry).toMatchObject({ rows, sha256, source_sha256, narrowed_by })
    }
  },
)

test('neighbouring zones overlap and are refused; the same zone again makes no request', async () => {
  const didww = await clientOf(bench(), '2021-12-15')
  const calls = await pullInto(didww, dir, 'Europe/Kyiv')
  const requests = sandbox?.requests.length
  expect(await pullInto(didww, dir, 'Europe/Kyiv')).toEqual(calls)
  expect(sandbox?.requests.length).toBe(requests)
  await expect(pullInto(didww, dir, 'Europe/Berlin')).rejects.toThrow(OverlapError)
})

const HEADER = columnsOf('2021-12-15', 'cdr_in').map(({ column }) => column)
const rowAt = (time: string, more: readonly string[] = HEADER.slice(1).map(() => '')): string =>
  [time, ...more].join(',')
const { period } = closedMonth

/** An API of one export, whose file has these rows. */
const serveFile = async (rows: readonly string[]): Promise<Running> => {
  const file = gzipSync(`${[HEADER.join(','), ...rows].join('\n')}\n`)
  const server = await serve(({ method, path }) => {
    if (path.endsWith('.csv.gz')) return { body: file }
    const attributes = { export_type: 'cdr_in', url: `${server.origin}/v3/exports/${ID}.csv.gz` }
    if (method === 'POST') return reply(exportDocument(attributes), 201)
    if (path.includes(ID)) return reply(exportDocument(attributes))
    return reply({ data: [], meta: { total_records: 0, api_version: '2021-12-15' } })
  })
  return server
}

test.each([
  ['too few fields', { code: 'ragged_row', line: 4 }, 'x,y'],
  ['no time', { code: 'invalid_value', line: 4, column: HEADER[0] }, rowAt('')],
  ['a time that does not exist', { code: 'invalid_value', line: 4, column: HEADER[0] }, rowAt(`${period}-31T25:00:00`)],
  // Within the period, so that the decoder looks at it; the line is that of the file as sent.
  [
    'a wrong number',
    { code: 'invalid_value', line: 4 },
    rowAt(
      `${period}-15 00:00:00`,
      HEADER.slice(1).map(() => 'x'),
    ),
  ],
])('a row with %s is an error with its line in the file as sent', async (_name, wanted, row) => {
  const rows = [rowAt(`${period}-01 00:00:00`), rowAt(`${period}-02 00:00:00`), row]
  await using server = await serveFile(rows)
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin })
  const pulling = didww.pull({ export_type: 'cdr_in', period }, { dir, timeZone: 'America/New_York' })
  await expect(pulling[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'RecordFormatError', ...wanted })
})

test('calls of another period are kept, told, and remembered', async () => {
  const rows = [rowAt(`${period}-01 00:00:00`), rowAt('2020-01-01 00:00:00')]
  await using server = await serveFile(rows)
  for (const format of ['csv.gz', 'ndjson', 'parquet']) {
    const out = join(dir, format)
    const args = ['pull', '--type', 'cdr_in', '--period', period, '--format', format, '--out', out]
    const ran = await cli(args, { env: { DIDWW_API_KEY: 'key', DIDWW_BASE_URL: server.origin } })
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('warning: calls that start outside the period: 1; they are kept') as string,
    })
    const { files } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest
    expect(Object.values(files)).toMatchObject([{ rows: 2, outside: 1 }])
  }
})

test('a period before the window is refused for the month that would have to be asked for', async () => {
  const didww = await clientOf(bench({ now: '2026-12-10T00:00:00Z' }), '2021-12-15')
  // October of Kyiv begins in September.
  await expect(pullInto(didww, dir, 'Europe/Kyiv')).rejects.toMatchObject({ code: 'outside_window' })
  await expect(pullInto(didww, dir, 'America/New_York')).resolves.not.toEqual([])
})

test('a period or filters, not both; a zone needs a period; a type has the filter', async () => {
  const didww = await clientOf(bench(), '2021-12-15')
  const start = async (selection: object, options: object = {}): Promise<void> => {
    for await (const _ of didww.pull(selection as typeof october, { dir, ...options })) return
  }
  const filters = { year: '2026', month: '10' }
  await expect(start({ ...october, filters })).rejects.toMatchObject({ code: 'invalid_option' })
  await expect(start({ export_type: 'cdr_in', filters }, { timeZone: 'Europe/Kyiv' })).rejects.toMatchObject({
    code: 'invalid_option',
    message: 'timeZone needs a period instead of filters',
  })
  await expect(start({ ...october, trunk: 'x' })).rejects.toMatchObject({ message: /no filter for a trunk/ })
  await expect(start(october, { timeZone: 'Mars/Base' })).rejects.toMatchObject({ code: 'unknown_time_zone' })
  await expect(start({ export_type: 'cdr_in', period: '2026-10-05' })).rejects.toMatchObject({
    code: 'not_expressible',
  })
  expect(sandbox?.requests).toHaveLength(0)
})
