import { expect, test } from 'vitest'
import { runLimited } from './limited.js'

const SECONDS = 20

test.for([
  ['by default', '', 0.85],
  ['at 52.5 ms', '52.5', 0.95],
] as const)(`8 processes of one key %s, for ${SECONDS} s`, async ([, interval, least]) => {
  const { busiest, refused, used } = await runLimited(SECONDS * 1000, interval)
  console.log(`${busiest} in the busiest second, ${refused} refused, ${(used * 100).toFixed(1)} % used`)
  expect(refused).toBe(0)
  expect(busiest).toBeLessThanOrEqual(20)
  expect(used).toBeGreaterThanOrEqual(least)
})
