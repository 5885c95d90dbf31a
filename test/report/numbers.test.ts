import fc from 'fast-check'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TypeReport, Units } from '../../src/cli/report/data.js'
import { cli } from '../helpers/cli.js'
import { HEADER, type MadeCall, report, writeCalls } from './made.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-report-'))
  const { code } = await cli(['pull', '--demo', '--type', 'cdr_in', 'cdr_out', '--period', '2026-10', '--out', dir()])
  expect(code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true }))

const dir = (): string => join(folder, 'cdrs')
const page = (): string => join(folder, 'report.html')

/** Calls, answered, seconds and cost with twelve decimals, by day. */
type ByDay = Record<string, readonly [number, number, number, bigint]>

const byDayIn = ({ cells, months, decimals }: TypeReport): ByDay => {
  const days: Record<string, [number, number, number, bigint]> = {}
  for (const { of, days: ofCell } of cells) {
    for (const [day, calls, answered, seconds, cost] of ofCell) {
      const sums = (days[`${months[of[1]] ?? ''}-${String(day).padStart(2, '0')}`] ??= [0, 0, 0, 0n])
      sums[0] += calls
      sums[1] += answered
      sums[2] += seconds
      sums[3] += BigInt(cost) * 10n ** BigInt(12 - decimals)
    }
  }
  return days
}

const units = (text: string): bigint => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? []
  return BigInt(`${sign}${whole}${fraction.padEnd(12, '0')}`)
}

interface Group {
  readonly name: string
  readonly calls: number
  readonly answered: number
  readonly minutes: number | null
  readonly cost: string | null
}

const byDayOf = (groups: readonly Group[]): ByDay =>
  Object.fromEntries(
    groups.map(({ name, calls, answered, minutes, cost }) => [
      name,
      [calls, answered, Math.round((minutes ?? 0) * 60), units(cost ?? '0')],
    ]),
  )

const summaryOf = async (...args: string[]): Promise<{ by_day: Group[]; by_number: Group[] }> => {
  const { stdout, stderr, code } = await cli(['summary', ...args, '--json'])
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as { by_day: Group[]; by_number: Group[] }
}

test.each([[['--time-zone', 'UTC']], [['--time-zone', 'Europe/Kyiv']], [['--time-zone', '+05:45']]])(
  'the numbers of a page are those of summary --json: %j',
  async (zone) => {
    const { data } = await report(page(), [dir(), ...zone])
    expect(data.types.map(({ export_type }) => export_type)).toEqual(['cdr_in', 'cdr_out'])
    for (const type of data.types) {
      const summary = await summaryOf(dir(), '--type', type.export_type, ...zone)
      expect(byDayIn(type)).toEqual(byDayOf(summary.by_day))
      const calls = type.cells.flatMap(({ hours }) => hours).reduce((sum, [, one = 0]) => sum + one, 0)
      expect(calls).toBe(1000)
      expect(type.cells.flatMap(({ codes }) => codes).reduce((sum, [, one = 0]) => sum + one, 0)).toBe(1000)
    }
    expect(data.time_zone).toBe(zone[1])
  },
)

const START = fc
  .integer({ min: 0, max: 40 * 86_400 - 1 })
  .map((second) => new Date(Date.UTC(2026, 9, 1) + second * 1000).toISOString().slice(0, 19).replace('T', ' '))
const CHARGE = fc
  .tuple(fc.constantFrom('', '-'), fc.nat({ max: 99_999_999_999 }), fc.constantFrom(0, 1, 3, 6, 10, 12), fc.nat())
  .map(([sign, whole, decimals, fraction]) =>
    decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(fraction).padStart(decimals, '0').slice(-decimals)}`,
  )
const CALLS: fc.Arbitrary<MadeCall[]> = fc.array(
  fc.record({
    start: START,
    source: fc.constantFrom('380441234567', '+380441234567', '0044123', '44123', 'anonymous', ''),
    did: fc.constantFrom('111', '222', '', '<b>3</b>'),
    code: fc.constantFrom('200', '486', ''),
    seconds: fc.nat({ max: 5000 }),
    charge: CHARGE,
  }),
  { minLength: 1, maxLength: 30 },
)

test('of any calls: days, DIDs and callers, with exact costs', async () => {
  const path = join(folder, 'any.csv.gz')
  let files = 0
  await fc.assert(
    fc.asyncProperty(CALLS, async (calls) => {
      files += 1
      await writeCalls(path, calls)
      const args = [path, '--type', 'cdr_in', '--api-version', '2021-12-15']
      const [{ data }, summary] = await Promise.all([report(page(), args), summaryOf(...args)])
      const [type] = data.types
      if (!type) throw new Error('no type')
      expect(byDayIn(type)).toEqual(byDayOf(summary.by_day))
      const scale = (cost: Units): bigint => BigInt(cost) * 10n ** BigInt(12 - type.decimals)
      const dids = new Map<string | null, bigint>()
      for (const { of, days } of type.cells) {
        for (const [, , , , cost] of days) {
          const did = type.dids[of[2]] ?? null
          dids.set(did, (dids.get(did) ?? 0n) + scale(cost))
        }
      }
      expect([...dids].sort()).toEqual(summary.by_number.map(({ name, cost }) => [name, units(cost ?? '0')]).sort())
      const callers = new Map<string | null, [number, bigint]>()
      for (const { source, charge } of calls) {
        const sums = callers.get(source || null) ?? [0, 0n]
        callers.set(source || null, [sums[0] + 1, sums[1] + units(charge)])
      }
      const told = type.callers.map(([name, number, cost]) => [name, [number, scale(cost)]])
      expect(told.sort()).toEqual([...callers].sort())
    }),
    { numRuns: 10 },
  )
  expect(files).toBeGreaterThanOrEqual(10)
})

test('very many DIDs: the page stays small, no call is lost, and those with the most calls stand by themselves', async () => {
  const path = join(folder, 'many.csv.gz')
  const calls = Array.from({ length: 12_000 }, (_, at): MadeCall => ({
    start: `2026-10-${String(1 + (at % 31)).padStart(2, '0')} 10:00:00`,
    source: String(380_440_000_000 + at),
    did: at % 4 === 0 ? '777' : String(10_000 + at),
    charge: at === 5 ? '99' : '0.001',
  }))
  await writeCalls(path, calls)
  const { html, data } = await report(page(), [path, '--type', 'cdr_in', '--api-version', '2021-12-15'])
  const [type] = data.types
  const callsOf = (did: string): number | undefined =>
    type?.cells
      .filter(({ of }) => type.dids[of[2]] === did)
      .flatMap(({ days }) => days)
      .reduce((sum, [, number]) => sum + number, 0)
  expect(html.length).toBeLessThan(1_000_000)
  expect(type?.cells.flatMap(({ days }) => days).reduce((sum, [, number]) => sum + number, 0)).toBe(12_000)
  expect([callsOf('777'), callsOf('10005')]).toEqual([3000, 1])
  expect(type?.cells.some(({ of }) => of[2] === -1)).toBe(true)
})

test('--mask hides the last digits of every number, and says so', async () => {
  const path = join(folder, 'masked.csv.gz')
  const call = { start: '2026-10-01 10:00:00', did: '442079460018', charge: '0.1' }
  await writeCalls(path, [
    { ...call, source: '+380441234567' },
    { ...call, source: 'sip:380441234567@example.org', did: '442079460019' },
  ])
  const { html, data } = await report(page(), [path, '--type', 'cdr_in', '--api-version', '2021-12-15', '--mask'])
  expect(data).toMatchObject({ is_masked: true, types: [{ dids: ['44207946••••', '44207946•••• (2)'] }] })
  expect(data.types[0]?.callers.map(([name]) => name).sort()).toEqual(['+38044123••••', 'sip:38044123••••@example.org'])
  expect(html).not.toMatch(/1234567|46001[89]/)
})

test('what is provisional or missing is said before the numbers', async () => {
  const mixed = join(folder, 'holes')
  for (const period of ['2026-08', '2026-10']) {
    expect((await cli(['pull', '--demo', '--type', 'cdr_in', '--period', period, '--out', mixed])).code).toBe(0)
  }
  const { data } = await report(page(), [mixed])
  expect(data.notes).toContainEqual(
    'Missing: no calls of cdr_in are held from 2026-09-01T00:00:00Z up to 2026-10-01T00:00:00Z.',
  )
  const manifest = join(mixed, 'manifest.json')
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"provisional": false', '"provisional": true'))
  expect((await report(page(), [mixed])).data.notes.join()).toMatch(/Provisional, late calls may still come: cdr_in of/)
})

const LAYOUT = ['--type', 'cdr_in', '--api-version', '2021-12-15']

test.each<[string, () => Promise<string[]>, number, RegExp]>([
  ['no --out', () => Promise.resolve([dir()]), 2, /report needs --out FILE/],
  [
    'a directory that is empty',
    () => mkdtemp(join(folder, 'empty-')).then((one) => [one, '--out', '-']),
    2,
    /nothing_held|holds no/,
  ],
  [
    'half a file',
    async () => {
      const whole = gzipSync(`${HEADER.join(',')}\n${'x'.repeat(5000)}`)
      await writeFile(join(folder, 'half.csv.gz'), whole.subarray(0, whole.length / 2))
      return [join(folder, 'half.csv.gz'), ...LAYOUT, '--out', join(folder, 'half.html')]
    },
    6,
    /half\.csv\.gz/,
  ],
  [
    'a cost of more decimals than can be added up',
    async () => {
      const call = { start: '2026-10-01 10:00:00', source: '1', did: '2', charge: '0.0000000000001' }
      await writeCalls(join(folder, 'fine.csv.gz'), [call])
      return [join(folder, 'fine.csv.gz'), ...LAYOUT, '--out', join(folder, 'half.html')]
    },
    6,
    /fine\.csv\.gz.*more digits.*summary --json/,
  ],
])('%s is told, and no page is left', async (_, args, exit, words) => {
  const { code, stderr } = await cli(['report', ...(await args())])
  expect([code, stderr]).toEqual([exit, expect.stringMatching(words)])
  expect(await stat(join(folder, 'half.html')).catch(() => undefined)).toBeUndefined()
})

test('a page is not written over another without --force', async () => {
  await writeFile(page(), 'mine')
  const { code, stderr } = await cli(['report', dir(), '--out', page()])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--force')])
  expect(await readFile(page(), 'utf8')).toBe('mine')
})
