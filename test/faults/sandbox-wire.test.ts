import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/create-sandbox.js'
import type { FaultAction } from '../../src/sandbox/faults/fault.js'
import type { SandboxOptions } from '../../src/sandbox/options.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'

/** What a socket saw, told by nothing but the socket. */
interface Seen {
  readonly head: string
  readonly body: Buffer
  /** `open`: nothing more came, and the connection was still there. */
  readonly ended: 'fin' | 'reset' | 'open'
}

const SILENCE = 300

/** Sends bytes and reads until the other side closes, resets, or falls silent. */
const exchange = (url: string, request: string): Promise<Seen> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
    const chunks: Buffer[] = []
    const end = (ended: Seen['ended']): void => {
      clearTimeout(timer)
      socket.destroy()
      const bytes = Buffer.concat(chunks)
      const cut = bytes.indexOf('\r\n\r\n')
      const body = cut < 0 ? Buffer.alloc(0) : bytes.subarray(cut + 4)
      resolve({ head: bytes.subarray(0, Math.max(0, cut)).toString('latin1'), body, ended })
    }
    let timer = setTimeout(() => end('open'), SILENCE)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      clearTimeout(timer)
      timer = setTimeout(() => end('open'), SILENCE)
    })
    socket.on('end', () => end('fin'))
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNRESET' ? 'reset' : 'open'))
  })

let sandbox: Sandbox
afterEach(() => sandbox.close())

const NOW = '2021-12-20T00:00:00Z'
const ATTRIBUTES = { export_type: 'cdr_in', filters: { year: '2021', month: '11' } }

const start = async (action: FaultAction, options: SandboxOptions = {}, on = 'downloadExport'): Promise<string> => {
  sandbox = createSandbox({ seed: 5, rows: 20, now: NOW, realTime: false, faults: [{ on, do: action }], ...options })
  return sandbox.listen()
}

const get = (url: string, path: string, headers = ''): Promise<Seen> =>
  exchange(url, `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nApi-Key: ${sandbox.apiKey}\r\n${headers}\r\n`)

const post = (url: string): Promise<Seen> => {
  const body = JSON.stringify({ data: { type: 'exports', attributes: ATTRIBUTES } })
  return exchange(
    url,
    `POST /v3/exports HTTP/1.1\r\nHost: ${new URL(url).host}\r\nApi-Key: ${sandbox.apiKey}\r\n` +
      `Connection: close\r\nContent-Type: application/vnd.api+json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
}

/** A file as the sandbox would give it, and what a socket gets of it. */
const download = async (action: FaultAction, options: SandboxOptions = {}): Promise<{ seen: Seen; file: Buffer }> => {
  const url = await start(action, options)
  await post(url)
  sandbox.advance('10s')
  const path = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
  const seen = await get(url, path, 'Connection: close\r\n')
  const good = await get(url, path, 'Connection: close\r\n')
  expect(good.ended).toBe('fin')
  expect(gunzipSync(good.body).toString().split('\n')).toHaveLength(22)
  return { seen, file: good.body }
}

const lengthOf = ({ head }: Seen): number => Number(/content-length: (\d+)/i.exec(head)?.[1])
const unchunked = (body: Buffer): { bytes: Buffer; complete: boolean } => {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length;) {
    const line = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.subarray(at, line).toString(), 16)
    if (size === 0) return { bytes: Buffer.concat(parts), complete: true }
    parts.push(body.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return { bytes: Buffer.concat(parts), complete: false }
}

describe('faults that really happen on the socket', () => {
  afterEach(() => expect(sandbox.fired).toHaveLength(1))

  it.each([0, 1, 9, 10, 300, -9, -8, -1])('reset after %i bytes of the body', async (reset) => {
    const { seen, file } = await download({ reset })
    expect(seen.ended).toBe('reset')
    expect(lengthOf(seen)).toBe(file.length)
    expect(seen.body).toEqual(file.subarray(0, reset < 0 ? file.length + reset : reset))
  })

  it('reset before headers: no answer is sent, and the request is not carried out', async () => {
    const seen = await post(await start({ reset: 'before headers' }, {}, 'createExport'))
    expect(seen).toEqual({ head: '', body: Buffer.alloc(0), ended: 'reset' })
    expect(sandbox.exports).toHaveLength(0)
  })

  it('loseAnswer: no answer is sent, but the request is carried out', async () => {
    const seen = await post(await start({ loseAnswer: true }, {}, 'createExport'))
    expect(seen).toEqual({ head: '', body: Buffer.alloc(0), ended: 'reset' })
    expect(sandbox.exports).toHaveLength(1)
    expect(sandbox.requests.at(-1)).toMatchObject({ operation: 'createExport', status: null })
  })

  it('late: no answer is sent, and the request is carried out later', async () => {
    const seen = await post(await start({ late: 30_000 }, {}, 'createExport'))
    expect(seen.ended).toBe('reset')
    sandbox.advance(29_999)
    expect(sandbox.exports).toHaveLength(0)
    sandbox.advance(1)
    expect(sandbox.exports).toMatchObject([{ created_at: '2021-12-20T00:00:30.000Z' }])
  })

  it.each([0, 100, -1])('stall after %i bytes: silence on an open connection', async (stall) => {
    const { seen, file } = await download({ stall })
    expect(seen.ended).toBe('open')
    expect(lengthOf(seen)).toBe(file.length)
    expect(seen.body).toEqual(file.subarray(0, stall < 0 ? file.length + stall : stall))
  })

  it('slow: so many bytes a second', async () => {
    const url = await start({ slow: 1000 }, { realTime: true, pendingFor: 0, processingFor: 0 }, 'listExports')
    const before = performance.now()
    const seen = await get(url, '/v3/exports')
    const took = performance.now() - before
    expect(seen.ended).toBe('fin')
    expect(seen.body.length).toBe(lengthOf(seen))
    expect(took).toBeGreaterThan(seen.body.length * 0.9)
    expect(took).toBeLessThan(seen.body.length + 1000)
  })

  it.each([
    ['right length', {}, { claims: 'all', ended: 'fin' }],
    ['wrong length', { length: 'wrong' }, { claims: 'cut', ended: 'fin' }],
    ['no length', { length: 'none' }, { claims: 'nothing', ended: 'fin' }],
    ['close-delimited', { framing: 'close' }, { claims: 'nothing', ended: 'fin' }],
  ] as const)('truncate with %s', async (_, action, want) => {
    const { seen, file } = await download({ truncate: 200, ...action })
    expect(seen.ended).toBe(want.ended)
    expect(seen.body).toEqual(file.subarray(0, 200))
    expect(seen.head).not.toMatch(/transfer-encoding/i)
    expect(lengthOf(seen)).toBe({ all: file.length, cut: 200, nothing: Number.NaN }[want.claims])
  })

  it.each([
    ['without a last chunk', 'right', false],
    ['with one', 'wrong', true],
  ] as const)('truncate when chunked, %s', async (_, length, complete) => {
    const { seen, file } = await download({ truncate: -8, framing: 'chunked', length })
    expect(seen.head).toMatch(/transfer-encoding: chunked/i)
    expect(seen.head).not.toMatch(/content-length/i)
    expect(unchunked(seen.body)).toEqual({ bytes: file.subarray(0, -8), complete })
    expect(seen.ended).toBe('fin')
  })

  const flipped = (file: Buffer, at: number, mask: number): Buffer => {
    const copy = Buffer.from(file)
    copy.writeUInt8(copy.readUInt8(at) ^ mask, at)
    return copy
  }

  it.each([
    ['crc', (file: Buffer) => flipped(file, file.length - 8, 1)],
    ['isize', (file: Buffer) => flipped(file, file.length - 4, 1)],
    ['magic', (file: Buffer) => flipped(file, 0, 0xff)],
    [{ flip: 83 }, (file: Buffer) => flipped(file, 10, 8)],
    ['zeros', (file: Buffer) => Buffer.concat([file, Buffer.alloc(512)])],
    ['garbage', (file: Buffer) => Buffer.concat([file, Buffer.from('\nThis is not part of the file.\n')])],
    ['second-member', (file: Buffer) => Buffer.concat([file, file])],
  ] as const)('corrupt: %j', async (corrupt, want) => {
    const { seen, file } = await download({ corrupt })
    expect(seen.body).toEqual(want(file))
    expect(lengthOf(seen)).toBe(seen.body.length)
    expect(seen.ended).toBe('fin')
  })

  it('corrupt: html and plain', async () => {
    const html = await download({ corrupt: 'html' })
    expect(html.seen.head).toMatch(/^HTTP\/1.1 200 [^]*content-type: text\/html/i)
    expect(html.seen.body.toString()).toMatch(/^<!doctype html>/)
    await sandbox.close()
    const plain = await download({ corrupt: 'plain' })
    expect(unchunked(plain.seen.body)).toEqual({ bytes: gunzipSync(plain.file), complete: true })
  })

  it('encoding: a Content-Encoding on unchanged bytes', async () => {
    const { seen, file } = await download({ encoding: 'gzip', corrupt: 'crc' })
    expect(seen.head).toMatch(/content-encoding: gzip/i)
    expect(seen.body).toEqual(flipped(file, file.length - 8, 1))
  })

  it.each([
    [
      { status: 503, headers: { 'Retry-After': '2' } },
      /^HTTP\/1.1 503 Service Unavailable[^]*retry-after: 2/i,
      /"errors"/,
    ],
    [{ status: 502, body: '<h1>Bad gateway</h1>' }, /^HTTP\/1.1 502 [^]*content-type: text\/html/i, /^<h1>/],
    [{ body: 'hello', contentType: 'text/plain' }, /^HTTP\/1.1 200 [^]*content-type: text\/plain/i, /^hello$/],
    [{ redirect: 'http://127.0.0.2/' }, /^HTTP\/1.1 302 [^]*location: http:\/\/127.0.0.2\//i, /^$/],
    [{ redirect: '/v3/exports', status: 307 }, /^HTTP\/1.1 307 [^]*location: \/v3\/exports/i, /^$/],
    [{ status: 204 }, /^HTTP\/1.1 204 /, /^$/],
    [{ status: 100 }, /^HTTP\/1.1 100 /, /^$/],
    [{ status: 999 }, /^HTTP\/1.1 999 /, /errors/],
    [{ headers: { 'content-type': 'text/csv' } }, /content-type: text\/csv/i, /^\{"data":\[\]/],
  ] satisfies [FaultAction, RegExp, RegExp][])('%j', async (action, head, body) => {
    const seen = await get(await start(action, {}, 'listExports'), '/v3/exports', 'Connection: close\r\n')
    expect(seen.head).toMatch(head)
    expect(seen.head.match(/content-type/gi)?.length ?? 0).toBeLessThan(2)
    expect(seen.body.toString()).toMatch(body)
  })
})

describe('an answer without a fault', () => {
  it('says when it was sent by the clock of the sandbox, and leaves the connection open', async () => {
    const seen = await get(await start({ stall: 0 }), '/v3/exports')
    expect(seen.head).toMatch(/^HTTP\/1.1 200 OK[^]*date: Mon, 20 Dec 2021 00:00:00 GMT/i)
    expect(seen.ended).toBe('open')
    expect(sandbox.fired).toEqual([])
  })

  it('does not record a fault that could not happen', async () => {
    const { seen, file } = await download({ reset: 1_000_000 })
    expect(seen.body).toEqual(file)
    expect(sandbox.fired).toEqual([])
  })
})

describe('oddities of HTTP', () => {
  const ask = (url: string, line: string, rest = ''): Promise<Seen> =>
    exchange(
      url,
      `${line} HTTP/1.1\r\nHost: localhost\r\nApi-Key: ${sandbox.apiKey}\r\n${rest}Connection: close\r\n\r\n`,
    )

  it.each([
    ['a path that climbs', 'GET /v3/exports/..%2f', '', /^HTTP\/1.1 404 /],
    ['another that does', 'GET /v3/../../etc/passwd', '', /^HTTP\/1.1 404 /],
    ['two slashes', 'GET //evil.example/v3/exports', '', /^HTTP\/1.1 404 /],
    ['an absolute target', 'GET http://evil.example/v3/exports/x', '', /^HTTP\/1.1 404 /],
    ['a target that is none', 'GET *', '', /^HTTP\/1.1 400 /],
    ['PUT', 'PUT /v3/exports', 'Content-Length: 0\r\n', /^HTTP\/1.1 405 [^]*allow: GET, POST/i],
    ['TRACE', 'TRACE /v3/exports', '', /^HTTP\/1.1 405 /],
    ['a mebibyte of headers', 'GET /v3/exports', `X-Big: ${'x'.repeat(1 << 20)}\r\n`, /^HTTP\/1.1 431 |^$/],
    ['two lengths', 'POST /v3/exports', 'Content-Length: 1\r\nContent-Length: 2\r\n', /^HTTP\/1.1 400 /],
    [
      'a length and chunks',
      'POST /v3/exports',
      'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n',
      /^HTTP\/1.1 400 /,
    ],
  ])('%s is answered, and the sandbox keeps running', async (_, line, rest, want) => {
    const url = await start({ stall: 0 })
    expect((await ask(url, line, rest)).head).toMatch(want)
    expect((await ask(url, 'GET /v3/exports')).head).toMatch(/^HTTP\/1.1 200 /)
  })

  it('an invalid host is refused', async () => {
    const url = await start({ stall: 0 })
    const seen = await exchange(url, 'GET /v3/exports HTTP/1.1\r\nHost: a/b@c\r\nConnection: close\r\n\r\n')
    expect(seen.head).toMatch(/^HTTP\/1.1 400 /)
    expect(JSON.parse(seen.body.toString())).toEqual({
      errors: [{ title: 'Bad request', detail: expect.stringContaining('Host') as string, code: '400', status: '400' }],
    })
  })

  it('a body of more than 1 MiB is refused with an answer', async () => {
    const url = await start({ stall: 0 })
    // Without reading it to its end nearly all of these saw a reset.
    for (let round = 0; round < 4; round += 1) {
      const { status } = await fetch(`${url}/v3/exports`, { method: 'POST', body: 'x'.repeat(1_100_000) })
      expect(status).toBe(413)
    }
  })
})
