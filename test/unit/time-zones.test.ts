import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PeriodError } from '../../src/index.js'
import { resolvePeriod } from '../../src/periods/named-period.js'
import { formatPeriod, parsePeriod } from '../../src/periods/period.js'
import { piecesFor } from '../../src/periods/periods-for.js'
import { timeZoneOf } from '../../src/periods/time-zone.js'
import { planUnits, recentPeriods } from '../../src/pull/index.js'

const inZone = (text: string, zone: string): string => formatPeriod(parsePeriod(text, timeZoneOf(zone)))

test.each([
  ['2026-10', 'Europe/Kyiv', '2026-09-30T21:00:00Z up to 2026-10-31T22:00:00Z'],
  ['2026-10-25', 'Europe/Kyiv', '2026-10-24T21:00:00Z up to 2026-10-25T22:00:00Z'],
  ['2026-03-29', 'Europe/Kyiv', '2026-03-28T22:00:00Z up to 2026-03-29T21:00:00Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00Z up to 2026-11-02T05:00:00Z'],
  ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z up to 2026-04-05T13:30:00Z'],
  ['2026-10', 'Asia/Kathmandu', '2026-09-30T18:15:00Z up to 2026-10-31T18:15:00Z'],
  ['2011-12', 'Pacific/Apia', '2011-12-01T10:00:00Z up to 2011-12-31T10:00:00Z'],
  ['2026-10', '+02:00', '2026-09-30T22:00:00Z up to 2026-10-31T22:00:00Z'],
  ['2026-10', 'EST5EDT', '2026-10-01T04:00:00Z up to 2026-11-01T04:00:00Z'],
  ['2026-10', 'utc', '2026-10-01T00:00:00Z up to 2026-11-01T00:00:00Z'],
  // No midnight: the day begins at one.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z up to 2018-11-05T02:00:00Z'],
  ['2026-10-05T12:00..2026-10-05T13:30', 'Europe/Kyiv', '2026-10-05T09:00:00Z up to 2026-10-05T10:30:00Z'],
  ['2026-10-05T12:00:00Z..2026-10-06', 'Europe/Kyiv', '2026-10-05T12:00:00Z up to 2026-10-06T21:00:00Z'],
  [
    '2026-10-25T03:30:00+03:00..2026-10-25T03:30:00+02:00',
    'Europe/Kyiv',
    '2026-10-25T00:30:00Z up to 2026-10-25T01:30:00Z',
  ],
])('%s in %s is %s', (text, zone, wanted) => {
  expect(inZone(text, zone)).toBe(wanted)
})

test.each([
  ['2026-10', 'Europe/Nowhere', 'unknown_time_zone', /timeZone names no time zone: "Europe\/Nowhere"/],
  ['2026-10', '', 'unknown_time_zone', /timeZone is empty/],
  ['2026-10', '+25:00', 'unknown_time_zone', /no time zone/],
  ['2026-10', 'Europe/Kyiv\u001b[2J', 'unknown_time_zone', /Kyiv\\u001b/],
  ['2011-12-30', 'Pacific/Apia', 'no_such_time', /Pacific\/Apia never had the day 2011-12-30/],
  ['2026-03-29T03:30..2026-03-30', 'Europe/Kyiv', 'no_such_time', /never show 2026-03-29T03:30/],
  ['2026-10-25T03:30..2026-10-26', 'Europe/Kyiv', 'ambiguous_time', /show 2026-10-25T03:30 twice/],
  ['2026-02-30', 'Europe/Kyiv', 'malformed', /cannot be read/],
  ['2026-02-30T10:00..2026-03-05', 'Europe/Kyiv', 'malformed', /cannot be read/],
  ['2026-10-05T24:00..2026-10-07', 'Europe/Kyiv', 'malformed', /cannot be read/],
  ['2026-13', 'Europe/Kyiv', 'malformed', /cannot be read/],
  ['2026-10-05T12:00..2026-10-06', 'UTC', 'malformed', /cannot be read/],
])('%s in %s is refused: %s', (text, zone, code, message) => {
  const refused = expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error
  expect(() => inZone(text, zone)).toThrow(refused)
  expect(() => inZone(text, zone)).toThrow(PeriodError)
})

test('an ambiguous time says what the two are', () => {
  const refused = expect.objectContaining({
    hint: expect.stringMatching(/00:30:00Z or .*01:30:00Z/) as string,
  }) as Error
  expect(() => inZone('2026-10-25T03:30..2026-10-26', 'Europe/Kyiv')).toThrow(refused)
})

test.each([
  ['today', '2026-11-27T22:30:00Z', 'Europe/Kyiv', '2026-11-28'],
  ['yesterday', '2026-11-30T22:30:00Z', 'Europe/Kyiv', '2026-11-30'],
  ['this-month', '2026-11-30T22:30:00Z', 'Europe/Kyiv', '2026-12'],
  ['last-month', '2026-12-01T03:00:00Z', 'America/New_York', '2026-10'],
])('%s at %s in %s is %s', (text, now, zone, wanted) => {
  expect(resolvePeriod(text, Date.parse(now), timeZoneOf(zone))).toBe(wanted)
})

test('local is the zone of the machine', () => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  expect(inZone('2026-10', 'local')).toBe(inZone('2026-10', timeZone))
})

test('the most recent days are those of a zone', () => {
  const options = { apiVersion: '2026-04-16', exportType: 'cdr_in', timeZone: 'Europe/Kyiv' } as const
  expect(recentPeriods(2, { ...options, now: Date.parse('2026-11-27T22:30:00Z') })).toEqual([
    '2026-11-26',
    '2026-11-27',
  ])
})

const names = Intl.supportedValuesOf('timeZone')

test('months of every zone follow one another without gap or overlap, from 1970 to 2100', () => {
  let months = 0
  const two = (month: number): string => String(month).padStart(2, '0')
  for (const name of names) {
    const zone = timeZoneOf(name)
    let end = parsePeriod('1969-12', zone).to
    // Every tenth year here; every year in `time-zones.long.ts`.
    for (let year = 1970; year <= 2100; year++) {
      for (const month of year % 10 === 0 ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : []) {
        const period = parsePeriod(`${year}-${two(month)}`, zone)
        if (month > 1) expect(period.from, `${name} ${year}-${month}`).toBe(end)
        expect(period.to - period.from).toBeGreaterThan(27 * 86_400_000)
        end = period.to
        months += 1
      }
    }
  }
  console.info(`${months} months of ${names.length} zones`)
  expect(months).toBe(names.length * 14 * 12)
})

test('units of any month, day or range in any zone cover it without gap or overlap, in every version', () => {
  const types = [
    ['2021-12-15', 'cdr_in'],
    ['2021-12-15', 'cdr_out'],
    ['2022-05-10', 'cdr_out'],
    ['2026-04-16', 'cdr_in'],
    ['2026-11-19', 'cdr_out'],
  ] as const
  let cases = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(...types),
      fc.integer({ min: 0, max: 131 * 12 - 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('month', 'day', undefined),
      (name, [apiVersion, exportType], first, more, split) => {
        const month = (index: number): string =>
          `${1970 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
        const text = `${month(first)}..${month(first + more)}`
        const whole = parsePeriod(text, timeZoneOf(name))
        const units = planUnits({
          accounts: [{ name: 'acme', apiVersion, timeZone: name }],
          exportTypes: [exportType],
          periods: [text],
          split,
        }).toSorted((a, b) => (a.from < b.from ? -1 : 1))
        expect(Date.parse(units[0]?.from ?? '')).toBe(whole.from)
        expect(Date.parse(units.at(-1)?.to ?? '')).toBe(whole.to)
        units.slice(1).forEach(({ from }, index) => expect(from).toBe(units[index]?.to))
        // The next month begins where this one ends.
        expect(parsePeriod(month(first + more + 1), timeZoneOf(name)).from).toBe(whole.to)
        cases += 1
      },
    ),
    { numRuns: 500 },
  )
  console.info(`${cases} cases of ${names.length} zones`)
})

test('a month of a zone is as few exports as cover it; a day of it asks for two days rather than a month', () => {
  const kyiv = timeZoneOf('Europe/Kyiv')
  const october = parsePeriod('2026-10', kyiv)
  expect(piecesFor('2021-12-15', 'cdr_in', october, kyiv)).toHaveLength(2)
  expect(piecesFor('2021-12-15', 'cdr_out', october, kyiv)).toHaveLength(2)
  expect(piecesFor('2026-04-16', 'cdr_in', october, kyiv)).toEqual([october])
  const quarter = parsePeriod('2026-08..2026-10', kyiv)
  expect(piecesFor('2021-12-15', 'cdr_in', quarter, kyiv)).toHaveLength(4)
  const day = parsePeriod('2026-10-14', kyiv)
  expect(piecesFor('2021-12-15', 'cdr_in', day, kyiv)).toEqual([day])
  expect(piecesFor('2021-12-15', 'cdr_out', day, kyiv)).toHaveLength(2)
})
