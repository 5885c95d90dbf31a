import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import { attributesFor } from '../../src/client/create-attributes.js'
import { formatTime, parsePeriod, parseTime, type Period } from '../../src/periods/period.js'
import { periodsFor } from '../../src/periods/periods-for.js'
import { unitOf } from '../../src/pull/units/unit-of.js'

const DAY = 86_400_000
const CALENDAR = apiVersions.filter((version) => version < '2026')
const trunk = '457bf47d-446d-41cd-91c3-dfbda7bf0753'
const show = ({ from, to }: Period): string => `${new Date(from).toISOString()} ${new Date(to).toISOString()}`

const PIECES: [string, 'cdr_in' | 'cdr_out', number][] = [
  ['2026-10', 'cdr_in', 1],
  ['2026-09-01..2026-11-30', 'cdr_in', 3],
  ['2026-10-05', 'cdr_out', 1],
  ['2026-09-29..2026-11-02', 'cdr_out', 5],
  ['2024-02-28..2024-03-01', 'cdr_out', 3],
  ['2025-12-31..2026-01-31', 'cdr_out', 2],
]
describe.each(CALENDAR)('%s', (version) => {
  test.each(PIECES)('%s of %s is %i', (text, type, count) => {
    expect(periodsFor(version, type, parsePeriod(text))).toHaveLength(count)
  })

  test.each(['2026-10-05', '2026-10-05T12:00:00Z..2026-10-06T12:00:00Z', '2026-10-01..2026-11-05'])(
    '%s of cdr_in cannot be requested',
    (text) => {
      const refused = { name: 'PeriodError', code: 'not_expressible' }
      expect(() => periodsFor(version, 'cdr_in', parsePeriod(text))).toThrow(expect.objectContaining(refused))
    },
  )

  test('two months are not one export', () => {
    const period = parsePeriod('2026-09..2026-10')
    expect(() => attributesFor(version, 'cdr_in', { period })).toThrow(/more than one export/)
  })
})

test('2026-04-16 takes any range of whole seconds as one, and no fractions', () => {
  const period = parsePeriod('2026-10-05T12:00:01Z..2026-11-06T23:59:59Z')
  expect(periodsFor('2026-04-16', 'cdr_in', period)).toEqual([period])
  expect(attributesFor('2026-04-16', 'cdr_in', { period, did: '1' })).toEqual({
    export_type: 'cdr_in',
    filters: { from: '2026-10-05 12:00:01', to: '2026-11-06 23:59:59', did_number: '1' },
  })
  expect(() => periodsFor('2026-04-16', 'cdr_in', { ...period, to: period.to + 1 })).toThrow(/only/)
})

test('a callback method is spelled as the version spells it', () => {
  const of = (version: (typeof apiVersions)[number]): unknown =>
    attributesFor(version, 'cdr_in', { period: parsePeriod('2026-10') }, { callback_method: 'Post' }).callback_method
  expect([of('2021-12-15'), of('2022-05-10'), of('2026-04-16')]).toEqual(['POST', 'POST', 'post'])
})

/** Ranges of days in years with and without a 29th of February. */
const days = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 400 })).map(([start, length]) => ({
  from: Date.UTC(2020, 0, 1) + start * DAY,
  to: Date.UTC(2020, 0, 1) + (start + length) * DAY,
}))

test('pieces cover the period in order, without gap or overlap, and each can be requested', () => {
  const seen = { ranges: 0, pieces: 0 }
  fc.assert(
    fc.property(days, fc.constantFrom(...apiVersions), (period, version) => {
      const pieces = periodsFor(version, 'cdr_out', period)
      expect(pieces[0]?.from).toBe(period.from)
      expect(pieces.at(-1)?.to).toBe(period.to)
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) expect(piece.from).toBe(pieces[index - 1]?.to)
        const attributes = attributesFor(version, 'cdr_out', { period: piece, trunk })
        const { from, to } = unitOf(version, 'default', attributes).unit
        expect(show({ from: Date.parse(from), to: Date.parse(to) })).toBe(show(piece))
      }
      seen.ranges += 1
      seen.pieces += pieces.length
    }),
    { seed: 5, numRuns: 300 },
  )
  console.log(`${seen.ranges} ranges of days in ${seen.pieces} pieces`)
})

test('a period is the same unit under every version and in either form', () => {
  const period = parsePeriod('2026-10')
  const keys = apiVersions.map(
    (version) => unitOf(version, 'default', attributesFor(version, 'cdr_in', { period })).key,
  )
  const iso = { export_type: 'cdr_in', filters: { from: '2026-10-01T00:00:00Z', to: '2026-11-01 00:00:00' } } as const
  expect(new Set([...keys, unitOf('2026-04-16', 'default', iso).key]).size).toBe(1)
})

test.each([
  ['only one end', { from: '2026-10-01 00:00:00' }],
  ['an end before the start', { from: '2026-10-02 00:00:00', to: '2026-10-01 00:00:00' }],
  ['a day that does not exist', { from: '2026-02-30 00:00:00', to: '2026-03-01 00:00:00' }],
  ['a year and month', { year: '2026', month: '10' }],
])('2026-04-16 refuses %s as a period', (_name, filters) => {
  const attributes = { export_type: 'cdr_in', filters } as never
  expect(() => unitOf('2026-04-16', 'default', attributes)).toThrow(expect.objectContaining({ code: 'malformed' }))
})

test('a pull takes no reference, since it sets its own', () => {
  const filters = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
  const attributes = { export_type: 'cdr_in', filters, external_reference_id: 'mine' } as const
  expect(() => unitOf('2026-04-16', 'default', attributes)).toThrow(/sets external_reference_id itself/)
})

test('a written time can be read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e9 }), (seconds) => {
      expect(parseTime(formatTime(seconds * 1000, '%Y-%m-%d %H:%M:%S'))).toBe(seconds * 1000)
      expect(parseTime(formatTime(seconds * 1000, '%Y-%m-%dT%H:%M:%SZ'))).toBe(seconds * 1000)
    }),
  )
  expect(parseTime('2026-10-01')).toBeUndefined()
})
