/**
 * What must hold in every runtime. It uses nothing but the public entry and web standards, so that the
 * same file runs in vitest, in other versions of Node.js, in workers, Deno and Bun.
 */
import {
  type CallbackReason,
  CallbackVerificationError,
  ConfigurationError,
  createCallbackHandler,
  createHints,
  explainCallback,
  signCallback,
  verifyCallback,
} from '../../src/callbacks/index.js'
import { ID, SECRET, VECTORS } from './vectors.js'

const HEADER = 'X-DIDWW-Signature'
const URL = 'https://example.com/cb?opaque=1'
const PAYLOAD = { id: ID, type: 'exports', status: 'completed' }
const FORM = 'application/x-www-form-urlencoded'

const same = (given: unknown, wanted: unknown): void => {
  const [a, b] = [JSON.stringify(given), JSON.stringify(wanted)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

const form = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString()

/** The request that a signed callback is. */
export const signed = async (
  parameters: Readonly<Record<string, string>> = PAYLOAD,
  { url = URL, method = 'POST', secret = SECRET } = {},
): Promise<Request> => {
  if (method === 'POST') {
    const signature = await signCallback({ url, parameters, secret })
    return new Request(url, {
      method,
      body: form(parameters),
      headers: { 'Content-Type': FORM, [HEADER]: signature },
    })
  }
  const sorted = Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)))
  const called = `${url}${url.includes('?') ? '&' : '?'}${form(sorted)}`
  const signature = await signCallback({ url: called, parameters, secret })
  return new Request(called, { headers: { [HEADER]: signature } })
}

const reasonOf = async (work: Promise<unknown>): Promise<CallbackReason | 'accepted'> => {
  try {
    await work
    return 'accepted'
  } catch (error) {
    if (error instanceof CallbackVerificationError) return error.reason
    throw error
  }
}

const OPTIONS = { secrets: [SECRET], publicUrl: URL }

export const trials: Readonly<Record<string, () => Promise<void>>> = {
  'signs the vectors': async () => {
    for (const { url, called = url, parameters, secret = SECRET, signature } of VECTORS) {
      same(await signCallback({ url: called, parameters, secret }), signature)
    }
  },

  'verifies and explains the vectors, by POST and GET': async () => {
    for (const { url, called, normalised, parameters, secret = SECRET, signature } of VECTORS) {
      const request = {
        method: called === undefined ? 'POST' : 'GET',
        url: called ?? url,
        headers: { [HEADER.toLowerCase()]: signature },
        ...(called === undefined && { body: form(parameters) }),
      }
      for (const publicUrl of [url, ...(called === undefined ? [] : [called])]) {
        const options = { secrets: ['another', secret], publicUrl }
        const verified = await verifyCallback(request, options)
        same(Object.entries(verified).sort(), Object.entries(parameters).sort())
        const explained = await explainCallback(request, options)
        same([explained.verified, explained.normalisedUrl], [true, normalised])
      }
    }
  },

  'verifies a web Request, with its own query and without a path': async () => {
    for (const method of ['POST', 'GET']) {
      for (const url of [URL, 'http://127.0.0.1:8080', 'http://127.0.0.1:8080?id=7', 'http://127.0.0.1:8080/']) {
        const request = await signed(PAYLOAD, { url, method })
        same(await verifyCallback(request, { secrets: [SECRET], publicUrl: url }), {
          id: ID,
          ...(method === 'GET' ? { status: 'completed', type: 'exports' } : { type: 'exports', status: 'completed' }),
        })
      }
    }
  },

  'accepts a URL without a path in both forms that can have been signed': async () => {
    const forms = ['http://127.0.0.1:8080?id=7', 'http://127.0.0.1:8080/?id=7']
    for (const method of ['POST', 'GET']) {
      for (const url of forms) {
        for (const publicUrl of forms) {
          const { id } = await verifyCallback(await signed(PAYLOAD, { url, method }), { secrets: [SECRET], publicUrl })
          same(id, ID)
        }
      }
    }
  },

  'says why it refuses': async () => {
    const good = await (await signed()).text()
    const signature = await signCallback({ url: URL, parameters: PAYLOAD, secret: SECRET })
    const post = { method: 'POST', url: '/cb?opaque=1', headers: { [HEADER]: signature }, body: good }
    const header = (value: string | string[]) => ({ ...post, headers: { [HEADER]: value } })
    const table: [string, Promise<unknown>][] = [
      ['accepted', verifyCallback(post, OPTIONS)],
      ['method', verifyCallback({ ...post, method: 'PUT' }, OPTIONS)],
      ['media_type', verifyCallback({ ...post, headers: { 'content-type': 'application/json' } }, OPTIONS)],
      ['too_large', verifyCallback({ ...post, body: 'a'.repeat(70_000) }, OPTIONS)],
      ['malformed', verifyCallback({ ...post, body: `${good}&a`.concat('&b=1'.repeat(1000)) }, OPTIONS)],
      ['malformed', verifyCallback({ ...post, body: `${good}&__proto__=x` }, OPTIONS)],
      ['malformed', verifyCallback({ ...post, body: { ...PAYLOAD, id: [ID] } }, OPTIONS)],
      ['malformed', verifyCallback({ ...post, body: form({ ...PAYLOAD, id: '1' }) }, OPTIONS)],
      ['duplicate_parameter', verifyCallback({ ...post, body: `${good}&id=${ID}` }, OPTIONS)],
      ['missing_parameter', verifyCallback({ ...post, body: '' }, OPTIONS)],
      ['missing_parameter', verifyCallback({ ...post, body: good.replace('id=', 'id[]=') }, OPTIONS)],
      ['missing_signature', verifyCallback({ ...post, headers: {} }, OPTIONS)],
      ['missing_signature', verifyCallback(header(''), OPTIONS)],
      ['accepted', verifyCallback(header(signature.toUpperCase()), OPTIONS)],
      ['malformed_signature', verifyCallback(header(signature.slice(1)), OPTIONS)],
      ['malformed_signature', verifyCallback(header(`${signature}\0`), OPTIONS)],
      ['malformed_signature', verifyCallback(header(btoa(signature)), OPTIONS)],
      ['malformed_signature', verifyCallback(header([signature, signature]), OPTIONS)],
      ['malformed_signature', verifyCallback(header(`${signature}, ${signature}`), OPTIONS)],
      [
        'wrong_signature',
        verifyCallback(header(signature.replace(/./, (digit) => (digit === '0' ? '1' : '0'))), OPTIONS),
      ],
      ['wrong_signature', verifyCallback({ ...post, body: `${good}&ключ=значение` }, OPTIONS)],
      ['wrong_signature', verifyCallback(post, { ...OPTIONS, secrets: ['another'] })],
      ['wrong_signature', verifyCallback(post, { ...OPTIONS, publicUrl: 'https://Example.com/cb?opaque=1' })],
      ['invalid_url', verifyCallback(post, { ...OPTIONS, publicUrl: 'ftp://example.com/cb' })],
      ['accepted', verifyCallback(post, { ...OPTIONS, secrets: ['next', SECRET] })],
    ]
    same(
      await Promise.all(table.map(([, work]) => reasonOf(work))),
      table.map(([reason]) => reason),
    )
  },

  'refuses a missing secret when the handler is made': () => {
    for (const secrets of [[], [''], ['good', ' '], undefined as unknown as string[]]) {
      try {
        createCallbackHandler({ secrets, publicUrl: URL, onExport: () => undefined })
      } catch (error) {
        if (error instanceof ConfigurationError && error.code === 'missing_secret') continue
        throw error
      }
      throw new Error(`${JSON.stringify(secrets)} was taken`)
    }
    return Promise.resolve()
  },

  'answers by what was asked, and acknowledges once': async () => {
    const seen: string[] = []
    const handler = createCallbackHandler({ ...OPTIONS, onExport: ({ id, status }) => seen.push(`${id} ${status}`) })
    same((await handler(await signed())).status, 204)
    same((await handler(await signed(PAYLOAD, { method: 'GET' }))).status, 204)
    same((await handler(new Request(URL, { method: 'DELETE' }))).status, 405)
    const json = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }
    same((await handler(new Request(URL, json))).status, 415)
    same((await handler(await signed(PAYLOAD, { secret: 'another' }))).status, 403)
    const missing = await handler(await signed({ id: ID }))
    same([missing.status, await missing.text()], [400, 'Without type, status\n'])
    same(seen, [`${ID} completed`])
  },

  'keeps a hint until somebody waits for it': async () => {
    const hints = createHints({ memory: 2 })
    const { signal } = new AbortController()
    for (const id of ['a', 'b', 'C', 'c']) hints.notify(id)
    await Promise.all([hints.wait('b', signal), hints.wait('c', signal)])
    const stop = new AbortController()
    const forgotten = hints.wait('a', stop.signal).then(
      () => 'kept',
      (error: unknown) => (error as Error).message,
    )
    stop.abort(new Error('forgotten'))
    same(await forgotten, 'forgotten')
  },
}
