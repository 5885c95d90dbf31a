import { expect, test } from 'vitest'
import { resolvePeriod } from '../../src/periods/named-period.js'

const at = (text: string): number => Date.parse(text)

test.each([
  ['this-month', '2026-11-27T23:59:59Z', '2026-11'],
  ['last-month', '2026-11-01T00:00:00Z', '2026-10'],
  ['last-month', '2026-03-31T12:00:00Z', '2026-02'],
  ['last-month', '2026-01-01T00:00:00Z', '2025-12'],
  ['today', '2026-11-27T00:00:00Z', '2026-11-27'],
  ['yesterday', '2026-03-01T00:00:00Z', '2026-02-28'],
  ['yesterday', '2024-03-01T23:59:59Z', '2024-02-29'],
  ['last-month..yesterday', '2026-11-27T00:00:00Z', '2026-10..2026-11-26'],
  ['2026-10', '2026-11-27T00:00:00Z', '2026-10'],
  ['next-month', '2026-11-27T00:00:00Z', 'next-month'],
])('%s at %s is %s', (text, now, wanted) => {
  expect(resolvePeriod(text, at(now))).toBe(wanted)
})
