import { createCallbackHandler, signCallback, verifyCallback } from '../../src/callbacks/index.js'
import { callbackFacts } from '../../generated/facts.js'
import { defaultVersion } from '../../generated/versions.js'
import { interleaved, type Variant } from './rounds.js'

const { mediaType, signature: format } = callbackFacts[defaultVersion]
const publicUrl = 'https://example.com/didww?opaque=1'
const secret = 'the secret of this benchmark'
const encoder = new TextEncoder()

const payload = (n: number): Record<string, string> => ({
  id: `33bdfff7-4de3-4c58-8c90-${String(n).padStart(12, '0')}`,
  type: 'exports',
  status: 'completed',
})

const importKey = (): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign'])

const each =
  (work: (n: number) => Promise<unknown>): Variant['run'] =>
  async (times) => {
    for (let n = 0; n < times; n += 1) await work(n)
  }

/** Compares verification with the HMAC that it contains, for one secret and one form of the URL. */
export const run = async (): Promise<void> => {
  const options = { secrets: [secret], publicUrl }
  const parameters = payload(1)
  const body = new URLSearchParams(parameters).toString()
  const headers = {
    'Content-Type': mediaType,
    [format.header]: await signCallback({ url: publicUrl, parameters, secret }),
  }
  const plain = { method: 'POST', url: '/didww?opaque=1', headers, body }
  const text = `https://example.com:443/didww?opaque=1id${parameters['id'] ?? ''}statuscompletedtypeexports`
  const key = await importKey()
  const handler = createCallbackHandler({ ...options, onExport: () => undefined })
  const hmac: Variant = {
    name: 'importKey and sign of WebCrypto',
    run: each(async () => crypto.subtle.sign('HMAC', await importKey(), encoder.encode(text))),
  }
  const verify: Variant = { name: 'verifyCallback', run: each(() => verifyCallback(plain, options)) }
  console.log(`one verification (at most 2)\n${await interleaved([hmac, verify], 3000, 9)}\n`)
  const request = (): Request => new Request(publicUrl, { method: 'POST', headers, body })
  const bare: Variant = {
    name: 'Request, its text, sign with a ready key, Response',
    run: each(async () => {
      const one = request()
      await one.text()
      await crypto.subtle.sign('HMAC', key, encoder.encode(text))
      return new Response(null, { status: 204 })
    }),
  }
  const receive: Variant = { name: 'handler of createCallbackHandler', run: each(() => handler(request())) }
  console.log(`one callback received (at most 2)\n${await interleaved([bare, receive], 3000, 9)}`)
}
