import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OverlapError } from '../../src/index.js'
import { planUnits, type PlanOptions, unitKey } from '../../src/pull/index.js'

const clock = { now: () => Date.parse('2026-11-24T12:00:00Z') }
const plan = (options: Partial<PlanOptions>) =>
  planUnits({ exportTypes: ['cdr_in'], periods: ['2026-10'], clock, ...options })
const spans = (options: Partial<PlanOptions>): string[] => plan(options).map(({ from, to }) => `${from}..${to}`)

test('a key depends on the identity of a unit and nothing else', () => {
  const unit = {
    account: 'default',
    export_type: 'cdr_in',
    from: '2026-10-01T00:00:00Z',
    to: '2026-11-01T00:00:00Z',
    filter: { did: '123456789' },
  }
  expect(unitKey(unit)).toBe('dx1-lsfirrvo7cgfw2aa6bs36hnlebahomlb')
  const [planned] = plan({ dids: ['123456789'] })
  expect(planned).toEqual({
    key: 'dx1-lsfirrvo7cgfw2aa6bs36hnlebahomlb',
    ...unit,
    closes_at: '2027-01-01T00:00:00Z',
  })
  expect(planned && unitKey(planned)).toBe(planned?.key)
  expect(JSON.parse(JSON.stringify(planned))).toEqual(planned)
})

test.each<[string, Partial<PlanOptions>, string[]]>([
  [
    'three months, where the version has months',
    { periods: ['2026-09..2026-11'], apiVersion: '2021-12-15' },
    [
      '2026-09-01T00:00:00Z..2026-10-01T00:00:00Z',
      '2026-10-01T00:00:00Z..2026-11-01T00:00:00Z',
      '2026-11-01T00:00:00Z..2026-12-01T00:00:00Z',
    ],
  ],
  [
    'three months, where the version takes two times',
    { periods: ['2026-09..2026-11'], apiVersion: '2026-04-16' },
    ['2026-09-01T00:00:00Z..2026-12-01T00:00:00Z'],
  ],
  [
    'a month and two days of outbound calls',
    { exportTypes: ['cdr_out'], periods: ['2026-10-01..2026-11-02'], apiVersion: '2021-12-15' },
    [
      '2026-10-01T00:00:00Z..2026-11-01T00:00:00Z',
      '2026-11-01T00:00:00Z..2026-11-02T00:00:00Z',
      '2026-11-02T00:00:00Z..2026-11-03T00:00:00Z',
    ],
  ],
  [
    'both ends',
    { periods: [{ from: '2026-10-31T12:00:00Z', to: '2026-11-01' }] },
    ['2026-10-31T12:00:00Z..2026-11-01T00:00:00Z'],
  ],
  [
    'the same twice',
    { periods: ['2026-10', '2026-10-01..2026-10-31'] },
    ['2026-10-01T00:00:00Z..2026-11-01T00:00:00Z'],
  ],
])('%s', (_name, options, want) => {
  expect(spans(options)).toEqual(want)
})

test('the soonest-expiring units come first, with a warning', () => {
  const units = plan({ periods: ['2026-11', '2026-08..2026-10', '2026-12'] })
  expect(units.map(({ from, warning }) => [from.slice(0, 7), warning])).toEqual([
    ['2026-08', 'closed'],
    ['2026-09', 'closes_in_7_days'],
    ['2026-10', undefined],
    ['2026-11', undefined],
    ['2026-12', 'in_future'],
  ])
  const later = { now: () => Date.parse('2026-11-29T00:00:00Z') }
  expect(plan({ periods: ['2026-09'], clock: later })[0]?.warning).toBe('closes_in_48_hours')
})

test('each type gets the filters that it has, and no unit contains more than requested', () => {
  const both = plan({ exportTypes: ['cdr_in', 'cdr_out'], dids: ['1', '2'], trunks: ['t'], apiVersion: '2021-12-15' })
  expect(both.map(({ export_type, filter }) => [export_type, filter])).toEqual([
    ['cdr_in', { did: '1' }],
    ['cdr_in', { did: '2' }],
    ['cdr_out', { trunk: 't' }],
  ])
  expect(() => plan({ exportTypes: ['cdr_out'], dids: ['1'] })).toThrow(/no filter/)
})

test.each<[string, Partial<PlanOptions>, object]>([
  ['a month and a day of it', { periods: ['2026-10', '2026-10-05'] }, { name: 'OverlapError' }],
  ['months that overlap', { periods: ['2026-09..2026-10', '2026-10-31..2026-11-02'] }, { name: 'OverlapError' }],
  [
    'a day, where the version has none',
    { periods: ['2026-10-05'], apiVersion: '2021-12-15' },
    { code: 'not_expressible' },
  ],
  ['an unreadable period', { periods: ['October'] }, { code: 'malformed' }],
  ['an empty period', { periods: [{ from: '2026-10-02', to: '2026-10-02' }] }, { code: 'malformed' }],
  ['an unknown type', { exportTypes: ['calls'] }, { code: 'invalid_option' }],
  ['an invalid account name', { accounts: ['../x'] }, { code: 'invalid_unit' }],
])('%s is refused', (_name, options, error) => {
  let thrown: unknown
  try {
    plan(options)
  } catch (caught) {
    thrown = caught
  }
  expect(thrown).toMatchObject(error)
})

test('thirty years by day are planned, for two DIDs, and a day among them overlaps', () => {
  const ages = { from: '1970-01-01', to: '2000-01-01' }
  const options = { exportTypes: ['cdr_in'], dids: ['380441', '380442'], split: 'day' } as const
  expect(plan({ ...options, periods: [ages] })).toHaveLength(2 * 10_957)
  expect(() => plan({ ...options, periods: [ages, { from: '1989-07-01', to: '1989-07-01T01:00:00Z' }] })).toThrow(
    OverlapError,
  )
})

const DAY = 86_400_000
const START = Date.parse('2019-12-30T00:00:00Z')

test('units cover a period without gap or overlap, across month ends and leap days', () => {
  const days = fc.integer({ min: 0, max: 450 })
  const seconds = fc.integer({ min: 0, max: 86_399 })
  const input = fc.record({
    first: days,
    length: days,
    begin: seconds,
    end: seconds,
    split: fc.constantFrom('month', 'day'),
  })
  fc.assert(
    fc.property(input, ({ first, length, begin, end, split }) => {
      const from = START + first * DAY + begin * 1000
      const to = START + (first + length + 1) * DAY + end * 1000
      const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
      const units = plan({ periods: [{ from: iso(from), to: iso(to) }], split: split })
      const sorted = units.toSorted((a, b) => (a.from < b.from ? -1 : 1))
      expect(sorted[0]?.from).toBe(iso(from))
      expect(sorted.at(-1)?.to).toBe(iso(to))
      sorted.slice(1).forEach((unit, index) => expect(unit.from).toBe(sorted[index]?.to))
      for (const unit of sorted) {
        const last = new Date(Date.parse(unit.to) - 1).toISOString()
        const width = split === 'day' ? 10 : 7
        expect(last.slice(0, width)).toBe(unit.from.slice(0, width))
      }
    }),
    { numRuns: 100 },
  )
})
