import { expect, test } from 'vitest'
import { agree, countAccepted } from './properties.js'

test('an implementation of its own signs and normalises 50,000 URLs in the same way', () => agree(50_000))

test('of 10,000 callbacks with one bit changed none is accepted, and nothing else is thrown', async () => {
  const { accepted } = await countAccepted(10_000)
  expect(accepted).toEqual([])
})
