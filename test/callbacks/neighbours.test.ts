import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { explainCallback, signCallback, verifyCallback } from '../../src/callbacks/index.js'
import { ID, SECRET } from './vectors.js'

const PAYLOAD = { id: ID, type: 'exports', status: 'completed' }
const KEYS = ['another', SECRET]

/** What is explained of a callback by POST that was registered as `signed` and is verified as `given`. */
const explained = async (signed: string, given: string, more: { url?: string; host?: string } = {}) => {
  const signature = await signCallback({ url: signed, parameters: PAYLOAD, secret: SECRET })
  const headers = { 'X-DIDWW-Signature': signature, ...(more.host !== undefined && { Host: more.host }) }
  const body = new URLSearchParams(PAYLOAD).toString()
  const request = { method: 'POST', url: more.url ?? given, headers, body }
  return explainCallback(request, { secrets: KEYS, publicUrl: given })
}

describe('a URL that resembles the one that was signed', () => {
  it.each([
    ['https://example.com/cb/', 'https://example.com/cb', ['path']],
    ['https://example.com/cb', 'https://example.com/cb/', ['path']],
    ['https://example.com/cb', 'http://example.com/cb', ['scheme']],
    ['http://example.com/cb', 'https://example.com/cb', ['scheme']],
    ['https://example.com/cb', 'http://example.com:8080/cb', ['scheme', 'port']],
    ['https://example.com:8443/cb', 'https://example.com/cb', ['port']],
    ['https://example.com/cb', 'https://example.com:3000/cb', ['port']],
    ['http://example.com:443/cb', 'https://example.com/cb', ['scheme', 'port']],
    ['https://Example.com/cb', 'https://example.com/cb', ['host']],
    ['https://EXAMPLE.COM/cb', 'https://example.com/cb', ['host']],
    ['https://example.com/cb?q=a%20b', 'https://example.com/cb?q=a b', ['query']],
    ['https://example.com/cb?q=a b', 'https://example.com/cb?q=a%20b', ['query']],
    ['https://example.com/cb?q=a+b', 'https://example.com/cb?q=a%20b', ['query']],
    ['https://example.com/cb?q=%c3%bc', 'https://example.com/cb?q=%C3%BC', ['query']],
    ['https://example.com/cb', 'https://example.com/cb#top', ['fragment']],
    ['https://user:pw@Example.com/cb/', 'http://user:pw@example.com/cb', ['scheme', 'path', 'host']],
    ['http://[::1]/cb', 'http://[::1]:8080/cb', ['port']],
  ])('%s for %s', async (signed, given, differences) => {
    const explanation = await explained(signed, given)
    expect(explanation).toMatchObject({
      ...{ verified: false, reason: 'wrong_signature', secretIndex: 1 },
      neighbour: { publicUrl: signed, differences },
    })
    expect(JSON.stringify(explanation)).not.toContain(SECRET)
  })

  it('is what the request says', async () => {
    const signed = 'https://Hooks.Example.com:4711/v1/cb?opaque=1'
    const request = { url: '/v1/cb?opaque=1', host: 'Hooks.Example.com:4711' }
    expect(await explained(signed, 'https://hooks.example.com/v1/cb', request)).toMatchObject({
      neighbour: { publicUrl: signed, differences: ['port', 'host', 'query'] },
    })
  })

  it('has the query that a callback by GET was called with', async () => {
    const called = `https://example.com/cb?opaque=1&id=${ID}&status=completed&type=exports`
    const signature = await signCallback({ url: called, parameters: PAYLOAD, secret: SECRET })
    const request = { method: 'GET', url: called, headers: { 'X-DIDWW-Signature': signature } }
    const explanation = await explainCallback(request, { secrets: KEYS, publicUrl: 'https://example.com/cb' })
    expect(explanation.neighbour).toEqual({ publicUrl: 'https://example.com/cb?opaque=1', differences: ['query'] })
  })

  it('is not looked for when the text was changed, or four parts differ', async () => {
    expect(await explained('https://example.org/cb', 'https://example.com/cb')).not.toHaveProperty('neighbour')
    const four = await explained('https://Example.com:8443/cb/', 'http://example.com/cb')
    expect(four).toMatchObject({ verified: false })
    expect(four).not.toHaveProperty('neighbour')
  })
})

test('which of the secrets signed is said', async () => {
  expect(await explained('https://example.com/cb', 'https://example.com/cb')).toMatchObject({
    verified: true,
    secretIndex: 1,
  })
})

test('a web Request whose body has been read for the first look is explained as well', async () => {
  const signature = await signCallback({ url: 'https://example.com/cb/', parameters: PAYLOAD, secret: SECRET })
  const request = new Request('http://10.0.0.1/cb', {
    method: 'POST',
    body: new URLSearchParams(PAYLOAD),
    headers: { 'X-DIDWW-Signature': signature },
  })
  const { neighbour } = await explainCallback(request, { secrets: [SECRET], publicUrl: 'https://example.com/cb' })
  expect(neighbour?.publicUrl).toBe('https://example.com/cb/')
})

/** A URL as it is registered, and as a proxy or a person may have changed it in up to three parts. */
const pairs = fc
  .record({
    scheme: fc.constantFrom('http', 'https'),
    host: fc.constantFrom('example.com', 'Example.com', 'EXAMPLE.COM', '[::1]', '10.0.0.1'),
    port: fc.constantFrom('', ':443', ':8080', ':8443'),
    path: fc.constantFrom('', '/', '/cb', '/cb/', '/a%2fb'),
    query: fc.constantFrom('', '?', '?a=1&b=2', '?a=x%20y'),
    changed: fc.subarray(['scheme', 'host', 'port', 'path', 'fragment'], { maxLength: 3 }),
  })
  .map(({ changed, ...signed }) => {
    const { scheme, host, port, path } = signed
    const others: Record<string, string> = {
      scheme: scheme === 'http' ? 'https' : 'http',
      host: host.toLowerCase(),
      port: port === '' ? ':3000' : '',
      path: path.endsWith('/') ? path.slice(0, -1) : `${path}/`,
      fragment: '#top',
    }
    const given = { ...signed, fragment: '', ...Object.fromEntries(changed.map((part) => [part, others[part] ?? ''])) }
    const written = (one: typeof signed, fragment = ''): string =>
      `${one.scheme}://${one.host}${one.port}${one.path}${one.query}${fragment}`
    return { signed: written(signed), given: written(given, given.fragment) }
  })

test('a URL that was changed in up to three parts is found, and verifies', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async ({ signed, given }) => {
      const { verified, neighbour } = await explained(signed, given)
      const signature = await signCallback({ url: signed, parameters: PAYLOAD, secret: SECRET })
      const body = new URLSearchParams(PAYLOAD).toString()
      const request = { method: 'POST', url: '/', headers: { 'X-DIDWW-Signature': signature }, body }
      const publicUrl = verified ? given : (neighbour?.publicUrl ?? '')
      expect(await verifyCallback(request, { secrets: [SECRET], publicUrl })).toEqual(PAYLOAD)
    }),
    { numRuns: 60 },
  )
})
