import { connect } from 'node:net'
import { describe, expect, it, test } from 'vitest'
import {
  type CallbackHandlerOptions,
  CallbackVerificationError,
  createCallbackHandler,
  explainCallback,
  signCallback,
} from '../../src/callbacks/index.js'
import { receive } from '../helpers/receive.js'
import { ID, SECRET } from './vectors.js'
import { signed } from './trials.js'

const URL_HERE = 'https://example.com/cb?opaque=1'
const HEADER = 'X-DIDWW-Signature'

const make = (options: Partial<CallbackHandlerOptions>) =>
  createCallbackHandler({ secrets: [SECRET], publicUrl: URL_HERE, onExport: () => undefined, ...options })

const idOf = (n: number): string => ID.slice(0, -6) + String(n).padStart(6, '0')
const payload = (n: number, more: object = {}) => ({ id: idOf(n), type: 'exports', status: 'completed', ...more })

describe('an acknowledgement', () => {
  it('comes only after onExport has settled', async () => {
    let settle: (() => void) | undefined
    const handler = make({ onExport: () => new Promise<void>((resolve) => (settle = resolve)) })
    let isAnswered = false
    const answer = handler(await signed()).then((response) => {
      isAnswered = true
      return response.status
    })
    await expect.poll(() => settle).toBeDefined()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isAnswered).toBe(false)
    settle?.()
    expect(await answer).toBe(204)
  })

  it('is 500 without details when onExport throws, and the next one calls it again', async () => {
    const errors: unknown[] = []
    let calls = 0
    const failure = new Error('the database of a secret place is down')
    const onExport = (): void => {
      calls += 1
      if (calls < 3) throw failure
    }
    const handler = make({ onExport, onError: (error) => errors.push(error) })
    const answers = [await handler(await signed()), await handler(await signed()), await handler(await signed())]
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 204])
    expect(await answers[0]?.text()).not.toContain('database')
    expect(errors).toEqual([failure, failure])
  })

  it('is shared by requests at the same time, and repeated for later ones', async () => {
    let calls = 0
    const handler = make({ onExport: () => new Promise((resolve) => setTimeout(resolve, 20, (calls += 1))) })
    const together = await Promise.all(Array.from({ length: 50 }, async () => (await handler(await signed())).status))
    for (let i = 0; i < 200; i += 1) together.push((await handler(await signed())).status)
    expect(new Set(together)).toEqual(new Set([204]))
    expect(calls).toBe(1)
  })

  it('is remembered for the last `memory` callbacks', async () => {
    const calls: string[] = []
    const handler = make({ memory: 2, onExport: ({ id }) => calls.push(id) })
    for (const n of [1, 2, 3, 3, 2, 1]) await handler(await signed(payload(n)))
    expect(calls).toEqual([1, 2, 3, 1].map(idOf))
  })

  it('keeps additional parameters', async () => {
    const seen: unknown[] = []
    await make({ onExport: (callback) => seen.push(callback.more) })(await signed(payload(1, { more: 'ü & +' })))
    expect(seen).toEqual(['ü & +'])
  })
})

test.each([
  [400, { publicUrl: URL_HERE }, payload(1, { type: 'orders' }), 'A callback of orders, not of an export\n'],
  [500, { publicUrl: () => 'ftp://x' }, payload(1), 'This receiver is not configured correctly\n'],
  [
    500,
    {
      publicUrl: () => {
        throw new Error('a bug of the receiver')
      },
    },
    payload(1),
    'The callback could not be processed\n',
  ],
])('answers %i', async (status, options, parameters, text) => {
  const answer = await make(options)(await signed(parameters))
  expect([answer.status, await answer.text()]).toEqual([status, text])
})

test.each([
  ['publicUrl', { publicUrl: '' }],
  ['publicUrl', { publicUrl: 'no url' }],
  ['bodyTimeout', { bodyTimeout: 0 }],
  ['memory', { memory: Number.NaN }],
  ['onExport', { onExport: undefined as unknown as () => void }],
  ['apiVersion', { apiVersion: '2020-01-01' as '2021-12-15' }],
])('refuses a wrong %s when it is created', (name, options) => {
  expect(() => make(options)).toThrow(expect.objectContaining({ name: 'ConfigurationError' }) as Error)
  expect(() => make(options)).toThrow(name)
})

describe('on a socket', () => {
  /** Sends bytes as they are and gives what comes back until the other side is done. */
  const talk = async (text: string, options: Partial<CallbackHandlerOptions> = {}): Promise<string> => {
    await using there = await receive(make({ publicUrl: 'http://127.0.0.1/cb', ...options }))
    const socket = connect(Number(new URL(there.origin).port), '127.0.0.1')
    let seen = ''
    socket.setEncoding('utf8').on('data', (data: string) => (seen += data))
    socket.write(text)
    await expect.poll(() => seen, { timeout: 5000 }).toMatch(/\r\n\r\n.*\n$/s)
    socket.destroy()
    return seen
  }
  const head = (...lines: string[]): string =>
    [
      'POST /cb HTTP/1.1',
      'Host: evil.example',
      'Content-Type: application/x-www-form-urlencoded',
      ...lines,
      '',
      '',
    ].join('\r\n')

  it('refuses an announced body of 64 KiB or more before it arrives', async () => {
    expect(await talk(head('Content-Length: 65537'))).toMatch(/^HTTP\/1.1 413 /)
  })

  it('refuses a body of 64 KiB or more while it arrives, announced or not', async () => {
    const chunk = `${(8192).toString(16)}\r\n${'a'.repeat(8192)}\r\n`
    expect(await talk(head('Transfer-Encoding: chunked') + chunk.repeat(9))).toMatch(/^HTTP\/1.1 413 /)
  })

  it.each(['TRACE', 'PUT', 'OPTIONS'])('refuses %s, and answers the next request', async (method) => {
    await using there = await receive(make({ publicUrl: 'http://127.0.0.1/cb' }))
    const socket = connect(Number(new URL(there.origin).port), '127.0.0.1')
    let seen = ''
    socket.setEncoding('utf8').on('data', (data: string) => (seen += data))
    const ask = `${method} /cb HTTP/1.1\r\nHost: x\r\n\r\n`
    socket.write(ask)
    await expect.poll(() => seen).toMatch(/^HTTP\/1.1 405 .*\r\nallow: /is)
    socket.write(ask)
    await expect.poll(() => seen.match(/HTTP\/1.1 405 /g)).toHaveLength(2)
    socket.destroy()
  })

  it('answers the next request after a body that was refused unread', async () => {
    await using there = await receive(make({ publicUrl: 'http://127.0.0.1/cb' }))
    const socket = connect(Number(new URL(there.origin).port), '127.0.0.1')
    let seen = ''
    socket.setEncoding('utf8').on('data', (data: string) => (seen += data))
    socket.write(head('Content-Length: 2000000') + 'a'.repeat(2_000_000))
    await expect.poll(() => seen, { timeout: 5000 }).toMatch(/^HTTP\/1.1 413 /)
    socket.write(head('Content-Length: 2') + 'a=')
    await expect.poll(() => seen, { timeout: 5000 }).toMatch(/HTTP\/1.1 400 /)
    socket.destroy()
  })

  it('survives an onError that fails later', async () => {
    const onError = (): Promise<never> => Promise.reject(new Error('the log is full'))
    expect(await talk(head('Content-Length: 2') + 'a=', { onError })).toMatch(/^HTTP\/1.1 400 /)
  })

  it('refuses a body that takes too long, by the given clock', async () => {
    const slept: number[] = []
    const sleep = (ms: number): Promise<void> => {
      slept.push(ms)
      return Promise.resolve()
    }
    const answer = await talk(`${head('Content-Length: 99')}id=`, { clock: { now: () => 0, sleep }, bodyTimeout: 1234 })
    expect(answer).toMatch(/^HTTP\/1.1 408 .*connection: close/is)
    expect(slept).toEqual([1234])
  })

  it('refuses a repeated signature header', async () => {
    const parameters = payload(1)
    const signature = await signCallback({ url: 'http://127.0.0.1/cb', parameters, secret: SECRET })
    const body = new URLSearchParams(parameters).toString()
    const line = `${HEADER}: ${signature}`
    const errors: unknown[] = []
    const twice = await talk(head(line, line, `Content-Length: ${body.length}`) + body, {
      onError: (error) => errors.push(error),
    })
    expect(twice).toMatch(/^HTTP\/1.1 403 /)
    expect(errors).toMatchObject([{ reason: 'malformed_signature' }])
  })
})

test('neither errors nor explanations contain a secret or a valid signature', async () => {
  const parameters = payload(1)
  const right = await signCallback({ url: URL_HERE, parameters, secret: SECRET })
  const request = async (): Promise<Request> => signed(parameters, { secret: 'another' })
  const options = { secrets: [SECRET], publicUrl: URL_HERE }
  const error = new CallbackVerificationError('wrong_signature', 'x')
  const texts = [JSON.stringify(await explainCallback(await request(), options)), JSON.stringify(error)]
  await make({ onError: (one) => texts.push(JSON.stringify(one), String((one as Error).stack)) })(await request())
  expect(texts).toHaveLength(4)
  for (const text of texts) expect(text).not.toMatch(new RegExp(`${SECRET}|${right}`))
  expect(texts[0]).toContain('https://example.com:443/cb?opaque=1id33bdfff7')
})
