import { expect, test } from 'vitest'
import { parsePeriod } from '../../src/periods/period.js'
import { timeZoneOf } from '../../src/periods/time-zone.js'

test('every month of every zone begins where the one before ends, from 1970 to 2100', () => {
  const names = Intl.supportedValuesOf('timeZone')
  let months = 0
  for (const name of names) {
    const zone = timeZoneOf(name)
    let end = parsePeriod('1969-12', zone).to
    for (let index = 0; index < 131 * 12; index += 1) {
      const text = `${1970 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
      const { from, to } = parsePeriod(text, zone)
      if (from !== end || to <= from) throw new Error(`${text} of ${name} does not begin where the last month ends`)
      end = to
      months += 1
    }
  }
  console.info(`${months} months of ${names.length} zones`)
  expect(months).toBe(names.length * 1572)
}, 120_000)
