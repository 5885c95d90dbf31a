import { expect, test } from 'vitest'
import { createExportsClient, createLimiter } from '../../src/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { busiestSecond } from '../helpers/busiest-second.js'

const SECONDS = 20

test(`8 clients that share a limiter, for ${SECONDS} s: never too much, and most of what is allowed`, async () => {
  await using sandbox = createSandbox({ realTime: true })
  const baseUrl = await sandbox.listen()
  const limiter = createLimiter()
  const end = Date.now() + SECONDS * 1000
  const client = async (): Promise<void> => {
    const didww = createExportsClient({ apiKey: sandbox.apiKey, baseUrl, limiter })
    while (Date.now() < end) await didww.list()
  }
  await Promise.all(Array.from({ length: 8 }, client))
  const at = sandbox.requests.map((request) => Number(new Date(request.at)))
  const refused = sandbox.requests.filter(({ status }) => status === 429).length
  const used = at.length / SECONDS / 20
  console.log(
    `${at.length} requests, ${busiestSecond(at)} in the busiest second, ${refused} refused, ${(used * 100).toFixed(1)} % used`,
  )
  expect(refused).toBe(0)
  expect(busiestSecond(at)).toBeLessThanOrEqual(20)
  expect(used).toBeGreaterThanOrEqual(0.85)
})
