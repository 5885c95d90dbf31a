import { expect, test } from 'vitest'
import { agree, countAccepted } from './properties.js'

test('an implementation of its own signs and normalises 300 URLs in the same way', () => agree(300))

test('of 500 callbacks with one bit changed none is accepted', async () => {
  const { accepted, reasons } = await countAccepted(500)
  expect(accepted).toEqual([])
  expect([...reasons]).toEqual(expect.arrayContaining(['wrong_signature', 'missing_parameter', 'malformed_signature']))
})
