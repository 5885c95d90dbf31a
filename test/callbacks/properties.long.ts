import { expect, test } from 'vitest'
import { agree, countAccepted } from './properties.js'

test('a second implementation signs and normalises 50,000 URLs in the same way', () => agree(50_000))

test('none of 10,000 callbacks with one flipped bit is accepted, and nothing else is thrown', async () => {
  const { accepted } = await countAccepted(10_000)
  expect(accepted).toEqual([])
})
