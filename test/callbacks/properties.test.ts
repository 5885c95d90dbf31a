import { expect, test } from 'vitest'
import { agree, countAccepted } from './properties.js'

test('a second implementation signs and normalises 300 URLs in the same way', () => agree(300))

test('none of 500 callbacks with one flipped bit is accepted', async () => {
  const { accepted, reasons } = await countAccepted(500)
  expect(accepted).toEqual([])
  expect([...reasons]).toEqual(expect.arrayContaining(['wrong_signature', 'missing_parameter', 'malformed_signature']))
})
