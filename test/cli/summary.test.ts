import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderSummary } from '../../src/cli/summary/render.js'
import { Summing } from '../../src/cli/summary/summary.js'
import type { Call } from '../../src/index.js'
import { columnsOf } from '../../src/records/columns-of.js'
import { cli } from '../helpers/cli.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-summary-'))
})
afterAll(() => rm(folder, { recursive: true }))

const HEADER = columnsOf('2021-12-15', 'cdr_in')
  .map(({ column }) => column)
  .join(',')

/** Start, whether it was answered, DID, seconds, three charges. */
const line = (start: string, isAnswered: boolean, did: string, seconds: number, charges: string): string =>
  `${start},${isAnswered ? start : ''},,4,${did},sip:1,${seconds},Origination,200,Bye,${charges},,0.000`

const october = [
  line('2026-10-01 00:00:00', true, '111', 60, '0.100,0.020,0.003'),
  line('2026-10-01 23:59:59', false, '111', 0, '0,0,0'),
  line('2026-10-02 12:00:00', true, '222', 31, '0.1,0.2,0.0000000001'),
]
const november = [line('2026-11-01 00:00:00', true, '111', 90, '90071992547.5,0,0')]

const write = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, gzipSync([HEADER, ...lines, ''].join('\n')))
  return path
}

const run = async (args: readonly string[]): Promise<string> => {
  const files = [await write('october.csv.gz', october), await write('november.csv.gz', november)]
  const { code, stdout, stderr } = await cli(['summary', ...files, '--type', 'cdr_in', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('as JSON: every sum exact, of all files together', async () => {
  const summary: unknown = JSON.parse(await run(['--json']))
  const day = { name: '2026-10-01', calls: 2, answered: 1, asr: 0.5, acd: 60, minutes: 1, cost: '0.123' }
  expect(summary).toMatchObject({
    total: { calls: 4, answered: 3, asr: 0.75, acd: 181 / 3, minutes: 181 / 60, cost: '90071992547.9230000001' },
    by_day: [day, { name: '2026-10-02', cost: '0.3000000001' }, { name: '2026-11-01', acd: 90 }],
    by_month: [
      { name: '2026-10', calls: 3, answered: 2 },
      { name: '2026-11', calls: 1 },
    ],
    by: 'did',
    by_number: [
      { name: '111', calls: 3, answered: 2, minutes: 2.5, cost: '90071992547.623' },
      { name: '222', calls: 1 },
    ],
  })
})

test('for people: days and DIDs with bars, no line over 80 columns, no colour without a terminal', async () => {
  const text = await run(['--top', '1'])
  expect(text).toContain('4 calls from 2026-10-01 to 2026-11-01, UTC\n3 answered (ASR 75.0%), 1:00 each (ACD)')
  expect(text).toMatch(/2026-10-01 +2 +1 +50\.0% +1:00 +1\.0 +0\.123/)
  expect(text).toContain('and 1 more with 1 calls (--top 2)')
  expect(text).not.toContain('\u001b')
  expect(Math.max(...text.split('\n').map((one) => one.length))).toBeLessThanOrEqual(80)
})

test('a file without calls, one that is damaged, one that is not there', async () => {
  const empty = await cli(['summary', await write('empty.csv.gz', []), '--type', 'cdr_in'])
  expect(empty).toMatchObject({ code: 0, stdout: 'no calls\n' })
  const damaged = await cli(['summary', await write('damaged.csv.gz', ['x']), '--type', 'cdr_in'])
  expect(damaged).toMatchObject({ code: 6, stdout: '' })
  const missing = await cli(['summary', join(folder, 'missing'), '--type', 'cdr_in'])
  expect(missing).toMatchObject({ code: 7, stdout: '' })
})

const call = (given: Partial<Call>): Call => ({
  start: null,
  answer: null,
  end: null,
  caller: null,
  did: null,
  destination: null,
  duration: null,
  billed_duration: null,
  disconnect_code: null,
  disconnect_reason: null,
  initiator: null,
  trunk: null,
  country: null,
  cost: null,
  call_id: null,
  ...given,
})

const draw = (calls: readonly Partial<Call>[], drawing: object = {}): string => {
  const summing = new Summing()
  for (const one of calls) summing.add(call(one))
  return renderSummary(summing.summary(), { width: 80, isColoured: false, top: 10, ...drawing })
}

test('a bar is as long as the number of calls, and its filled part was answered', () => {
  const start = '2026-10-01T00:00:00Z'
  const calls = [
    ...Array.from({ length: 4 }, (_, n) => ({
      start,
      answer: n < 2 ? start : null,
      duration: 1,
      cost: '1',
      trunk: 'A',
    })),
    { start: '2026-10-02T00:00:00Z', duration: 0, cost: '0', trunk: 'B' },
  ]
  const bars = draw(calls)
    .split('\n')
    .map((text) => /[█░]+$/.exec(text)?.[0])
    .filter((text) => text !== undefined)
  const [full = '', small = ''] = bars
  const filled = Math.round(full.length / 2)
  expect(full).toBe('█'.repeat(filled) + '░'.repeat(full.length - filled))
  expect(full.length).toBeGreaterThan(5)
  expect(small).toBe('░'.repeat(Math.round(full.length / 4)))
  expect(draw(calls, { isColoured: true })).toContain(`\u001b[32m█`)
})

test('a missing column is not shown as zero', () => {
  const text = draw([{ start: '2026-10-01T00:00:00Z', answer: '2026-10-01T00:00:00Z' }])
  expect(text).toContain('1 answered (ASR 100.0%)\n')
  expect(text).not.toMatch(/–|minutes|cost/)
})

test('more than two months are grouped by month; names are cut and escaped', () => {
  const calls = Array.from({ length: 90 }, (_, n) => ({
    start: new Date(Date.UTC(2026, 7, 1 + n)).toISOString(),
    did: `\u001b[31m${'9'.repeat(40)}`,
  }))
  const text = draw(calls)
  expect(text).toMatch(/^month /m)
  expect(text).toMatch(/^2026-08 +31 /m)
  expect(text).not.toContain('\u001b')
  expect(Math.max(...text.split('\n').map((one) => one.length))).toBeLessThanOrEqual(80)
})

test('a narrow terminal gets no bars', () => {
  expect(draw([{ start: '2026-10-01T00:00:00Z' }], { width: 36 })).not.toMatch(/[█░]/)
})
