import { expect, test } from 'vitest'
import { recentPeriods } from '../../src/pull/index.js'

const at = (text: string): number => Date.parse(text)

test.for([
  ['full days', '2026-04-16', 'cdr_in', 3, '2026-11-24T00:00:00Z', ['2026-11-21', '2026-11-22', '2026-11-23']],
  ['the same until the day ends', '2026-04-16', 'cdr_in', 1, '2026-11-24T23:59:59Z', ['2026-11-23']],
  ['days across the end of a month', '2021-12-15', 'cdr_out', 2, '2026-03-02T12:00:00Z', ['2026-02-28', '2026-03-01']],
  ['months where there are no days', '2021-12-15', 'cdr_in', 5, '2026-11-24T12:00:00Z', ['2026-11']],
  ['both months of days across their end', '2021-12-15', 'cdr_in', 5, '2027-01-03T12:00:00Z', ['2026-12', '2027-01']],
] as const)('%s', ([, apiVersion, exportType, days, now, want]) => {
  expect(recentPeriods(days, { apiVersion, exportType, now: at(now) })).toEqual(want)
})

test.for([0, 1.5, 101, NaN])('%s days are refused', (days) => {
  expect(() => recentPeriods(days, { apiVersion: '2026-04-16', exportType: 'cdr_in', now: 0 })).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', code: 'invalid_option' }),
  )
})

test('a type that the version does not have is refused', () => {
  expect(() => recentPeriods(1, { apiVersion: '2021-12-15', exportType: 'fax_in', now: 0 })).toThrow(/fax_in/)
})
