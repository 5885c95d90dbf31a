import { createHash } from 'node:crypto'
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientOptions, createExportsClient } from '../../src/index.js'
import { JSON_API } from '../helpers/document.js'
import { jumpingClock } from '../helpers/jumping-clock.js'
import { type Reply, type Running, serve, serveBytes } from '../helpers/serve.js'

/** Not spelled as the canaries of other tests: a server here sends it as its file, which is written as it comes. */
const CANARY = 'echoed-key-31c8'
const HEADER = 'Date/Time Start (UTC),Source\n'
const CSV =
  HEADER + Array.from({ length: 400 }, (_, n) => `2021-12-01 00:00:00,${(n * 7919) % 10007}`).join('\n') + '\n'
const GZ = gzipSync(CSV)

let folder = ''
let target = ''
const running: Running[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-download-'))
  target = join(folder, 'cdrs.csv.gz')
})
afterEach(async () => {
  for (const server of running.splice(0)) await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const keep = <T extends Running>(server: T): T => {
  running.push(server)
  return server
}

const fileOf = (origin: string) => ({
  id: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850',
  url: `${origin}/v3/exports/baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz`,
})
/** No pauses between attempts; a silence is measured for real. */
const quick: ClientOptions<'2021-12-15'> = { apiKey: CANARY, random: () => -1 }
const download = (origin: string, options: object = {}, client: ClientOptions<'2021-12-15'> = {}) =>
  createExportsClient({ ...quick, baseUrl: origin, ...client }).download(fileOf(origin), {
    to: target,
    maxRetries: 0,
    ...options,
  })

const damage = (change: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.from(GZ)
  change(bytes)
  return bytes
}
const http = (headers: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`), body])
const chunk = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')])
const half = GZ.subarray(0, GZ.length / 2)

test('the file is complete, private and hashed, and nothing is left beside it', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  const seen: object[] = []
  const file = await download(server.origin, { onProgress: (progress: object) => seen.push(progress) })
  expect(file).toEqual({ path: target, bytes: GZ.length, sha256: createHash('sha256').update(GZ).digest('hex') })
  expect(await readFile(target)).toEqual(GZ)
  expect((await stat(target)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
  expect(seen.at(-1)).toEqual({ bytes: GZ.length, total: GZ.length })
  expect(server.requests[0]?.headers).toMatchObject({ 'api-key': CANARY, 'accept-encoding': 'identity' })
})

const LIES: [string, string, Buffer | string | Reply][] = [
  ['nothing, of no length', 'truncated', http('Connection: close', Buffer.alloc(0))],
  ['half, with the length of the whole', 'truncated', http(`Content-Length: ${GZ.length}`, half)],
  ['half, with the length of the half', 'truncated', http(`Content-Length: ${half.length}`, half)],
  ['half, closed without a length', 'truncated', http('Connection: close', half)],
  [
    'half in chunks, well ended',
    'truncated',
    http('Transfer-Encoding: chunked', Buffer.concat([chunk(half), chunk(Buffer.alloc(0))])),
  ],
  ['chunks without an end', 'truncated', http('Transfer-Encoding: chunked', chunk(GZ))],
  ['all but the last byte', 'truncated', http('Connection: close', GZ.subarray(0, -1))],
  ['all but the trailer', 'truncated', http('Connection: close', GZ.subarray(0, -8))],
  ['half, labelled as encoded', 'truncated', http('Content-Encoding: gzip\r\nConnection: close', half)],
  ['a wrong checksum', 'corrupt', { body: damage((bytes) => bytes.writeUInt32LE(7, bytes.length - 8)) }],
  [
    'a wrong checksum, labelled as encoded',
    'corrupt',
    { headers: { 'Content-Encoding': 'gzip' }, body: damage((bytes) => bytes.writeUInt32LE(7, bytes.length - 8)) },
  ],
  ['a wrong size', 'corrupt', { body: damage((bytes) => bytes.writeUInt32LE(7, bytes.length - 4)) }],
  ['garbage behind', 'corrupt', { body: Buffer.concat([GZ, Buffer.from('garbage')]) }],
  ['garbage behind zeros', 'corrupt', { body: Buffer.concat([GZ, Buffer.alloc(9), Buffer.from('garbage')]) }],
  ['itself behind itself', 'corrupt', { body: Buffer.concat([GZ, GZ]) }],
  ['itself behind itself in one member', 'corrupt', { body: gzipSync(CSV + CSV) }],
  ['half a second member', 'truncated', { body: Buffer.concat([GZ, gzipSync('x,y\n').subarray(0, 12)]) }],
  ['text', 'not_gzip', { body: CSV }],
  ['HTML', 'not_gzip', { headers: { 'Content-Type': 'text/html' }, body: '<html>Log in</html>' }],
  ['what echoes the key', 'not_gzip', { body: `Api-Key: ${CANARY}` }],
  ['a zip', 'not_gzip', { body: Buffer.from('504b0304', 'hex') }],
  ['one byte', 'truncated', { body: Buffer.from([0x1f]) }],
  ['a bomb', 'too_large', { body: gzipSync(Buffer.alloc(64 * 2 ** 20)) }],
  ['a redirect to another host', 'foreign_url', { status: 302, headers: { Location: 'http://127.0.0.1:9/x.csv.gz' } }],
  ['a redirect to a file', 'foreign_url', { status: 302, headers: { Location: 'file:///etc/passwd' } }],
  ['a redirect without end', 'redirect', { status: 307, headers: { Location: '/v3/exports/again.csv.gz' } }],
  ['a redirect to nowhere', 'redirect', { status: 302 }],
  ['206 unasked', 'unexpected_status', { status: 206, body: GZ }],
  ['204', 'unexpected_status', { status: 204 }],
  [
    '401',
    'unauthorized',
    { status: 401, headers: { 'Content-Type': JSON_API }, body: '{"errors":[{"status":"401"}]}' },
  ],
  ['404', 'expired', { status: 404 }],
  ['503', 'server_error', { status: 503, body: '<html>' }],
]

test.each(LIES)('%s is %s, and nothing is left', async (_name, code, answer) => {
  const server = keep(Buffer.isBuffer(answer) ? await serveBytes(answer) : await serve(() => answer as Reply))
  const error = (await download(server.origin).catch((reason: unknown) => reason)) as Error
  expect(error).toMatchObject({ code })
  expect(error.message + JSON.stringify(error)).not.toContain(CANARY)
  expect(await readdir(folder)).toEqual([])
})

const windows = (csv: string): string => csv.replaceAll('\n', '\r\n')

test.each<[string, string[]]>([
  ['as it is', [CSV, CSV]],
  ['with other line ends', [CSV, windows(CSV)]],
  ['with other line ends in the first file', [windows(CSV), CSV]],
  ['without a line end', [CSV, HEADER.trimEnd()]],
  ['after a byte order mark', [CSV, `\uFEFF${CSV}`]],
  ['after a row without a line end', [CSV.trimEnd(), CSV]],
])('a doubled file, its second header %s, is refused with its line', async (_name, parts) => {
  for (const body of [gzipSync(parts.join('')), Buffer.concat(parts.map((part) => gzipSync(part)))]) {
    const server = keep(await serve(() => ({ body })))
    const line = (parts[0] ?? '').split('\n').length
    await expect(download(server.origin)).rejects.toMatchObject({
      code: 'corrupt',
      message: `The file has its header again on line ${line}: it was doubled`,
    })
  }
})

test.each<[string, Buffer]>([
  ['a column whose name is also a value', gzipSync('Source\n1\nSource\n')],
  ['a thousand empty members behind', Buffer.concat([GZ, ...Array.from({ length: 1000 }, () => gzipSync(''))])],
  ['zeros behind', Buffer.concat([GZ, Buffer.alloc(512)])],
  ['more rows in a second member', Buffer.concat([GZ, gzipSync('2021-12-31 00:00:00,1\n')])],
  ['an empty member behind', Buffer.concat([GZ, gzipSync('')])],
  ['a header only', gzipSync(HEADER)],
  ['nothing but an empty member', gzipSync('')],
])('%s is a valid file', async (_name, body) => {
  const server = keep(await serve(() => ({ body })))
  expect((await download(server.origin)).bytes).toBe(body.length)
})

test('Content-Encoding changes nothing: the bytes are the file', async () => {
  const server = keep(await serve(() => ({ headers: { 'Content-Encoding': 'gzip' }, body: GZ })))
  await download(server.origin)
  expect(await readFile(target)).toEqual(GZ)
})

test('a fetch of the user is used for the file, and Content-Encoding is refused', async () => {
  const server = keep(
    await serve((_, count) => ({ headers: count === 1 ? {} : { 'Content-Encoding': 'gzip' }, body: GZ })),
  )
  let used = 0
  const own: typeof fetch = (input, init) => {
    used += 1
    return fetch(input, init)
  }
  await download(server.origin, {}, { fetch: own })
  expect(await readFile(target)).toEqual(GZ)
  await expect(download(server.origin, { overwrite: true }, { fetch: own })).rejects.toMatchObject({
    code: 'content_encoding',
  })
  expect(used).toBe(2)
})

test('a fetch of the user that gives fewer bytes than its Content-Length is an error', async () => {
  const short: typeof fetch = () =>
    Promise.resolve(new Response(GZ, { headers: { 'Content-Length': String(GZ.length + 1) } }))
  await expect(download('http://127.0.0.1:9', {}, { fetch: short })).rejects.toMatchObject({ code: 'truncated' })
})

test('damage on the way is retried until the file is valid', async () => {
  const answers: Reply[] = [
    { body: half },
    { status: 503 },
    { body: damage((bytes) => bytes.writeUInt32LE(7, bytes.length - 8)) },
    { body: GZ },
  ]
  const server = keep(await serve((_, count) => answers[count - 1] ?? { status: 500 }))
  const file = await download(server.origin, { maxRetries: 3 })
  expect(file.bytes).toBe(GZ.length)
  expect(server.requests).toHaveLength(4)
})

test('a silent server is a TimeoutError', async () => {
  const server = keep(await serve(() => new Promise(() => undefined)))
  await expect(download(server.origin, { timeout: 50 })).rejects.toMatchObject({ name: 'TimeoutError', timeoutMs: 50 })
  expect(await readdir(folder)).toEqual([])
})

test("a caller's abort is rethrown as it came, and nothing is left", async () => {
  const server = keep(await serveBytes(http(`Content-Length: ${GZ.length}`, half), { stayOpen: true }))
  const caller = new AbortController()
  const reason = new Error('enough')
  await expect(download(server.origin, { signal: caller.signal, onProgress: () => caller.abort(reason) })).rejects.toBe(
    reason,
  )
  await expect(download(server.origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(await readdir(folder)).toEqual([])
})

test('the key goes to no other host, not even to a listed one', async () => {
  const host = keep(await serve(() => ({ body: GZ })))
  const api = keep(await serve(() => ({ status: 302, headers: { Location: `${host.origin}/file` } })))
  const client = { ...quick, baseUrl: api.origin }
  await expect(download(api.origin)).rejects.toMatchObject({ code: 'foreign_url' })
  expect(host.requests).toEqual([])
  const trusting = createExportsClient({ ...client, fileOrigins: [host.origin] })
  await trusting.download(fileOf(api.origin), { to: target })
  await trusting.download(fileOf(host.origin), { to: target, overwrite: true })
  expect(host.requests).toHaveLength(2)
  expect(JSON.stringify(host.requests)).not.toContain(CANARY)
})

test.each([
  'http://169.254.169.254/x',
  'https://evil.test/x',
  'file:///etc/passwd',
  'http://127.0.0.1@evil.test/',
  '//evil.test/x',
  'nonsense',
  '',
])('the url %j is refused before a request', async (url) => {
  const didww = createExportsClient({ ...quick, baseUrl: 'https://api.didww.com' })
  await expect(didww.download({ id: 'x', url }, { to: target })).rejects.toMatchObject({ code: 'foreign_url' })
})

test('an export that is not completed has no file', async () => {
  const didww = createExportsClient({ ...quick, baseUrl: 'https://api.didww.com' })
  await expect(didww.download({ id: 'x', url: null as never }, { to: target })).rejects.toMatchObject({
    code: 'not_completed',
  })
})

test('an existing file is kept unless it may be overwritten', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  await writeFile(target, 'old')
  await expect(download(server.origin)).rejects.toMatchObject({ name: 'ConfigurationError', code: 'file_exists' })
  expect(server.requests).toEqual([])
  expect(await readFile(target, 'utf8')).toBe('old')
  await download(server.origin, { overwrite: true })
  expect(await readFile(target)).toEqual(GZ)
})

test('a file that appears while downloading is kept', async () => {
  const server = keep(
    await serve(async () => {
      await writeFile(target, 'other')
      return { body: GZ }
    }),
  )
  await expect(download(server.origin)).rejects.toMatchObject({ code: 'file_exists' })
  expect(await readFile(target, 'utf8')).toBe('other')
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

test('an old file survives a failed replacement', async () => {
  const server = keep(await serve(() => ({ body: half })))
  await writeFile(target, 'old')
  await expect(download(server.origin, { overwrite: true })).rejects.toMatchObject({ code: 'truncated' })
  expect(await readFile(target, 'utf8')).toBe('old')
})

test('storage errors are distinguished and not retried', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  const to = (path: string) => download(server.origin, { to: join(folder, path), overwrite: true, maxRetries: 3 })
  await expect(to('missing/file')).rejects.toMatchObject({ name: 'StorageError', errno: 'ENOENT' })
  await expect(to('n'.repeat(300))).rejects.toMatchObject({ name: 'StorageError', errno: 'ENAMETOOLONG' })
  await mkdir(join(folder, 'folder'))
  await expect(to('folder')).rejects.toMatchObject({ name: 'ConfigurationError', code: 'file_exists' })
  await symlink('/dev/full', join(folder, 'full'))
  await expect(to('full')).rejects.toMatchObject({ code: 'file_exists' })
  await writeFile(join(folder, 'plain'), '')
  await expect(to('plain/file')).rejects.toMatchObject({ name: 'StorageError', errno: 'ENOTDIR' })
  await chmod(join(folder, 'folder'), 0o700)
  expect(server.requests).toEqual([])
})

test('a file that a killed process had only just named is not overwritten', async () => {
  const server = keep(await serve(() => ({ status: 500 })))
  await writeFile(target, 'verified')
  await link(target, `${target}.part`)
  await expect(download(server.origin, { overwrite: true })).rejects.toMatchObject({ name: 'ServerError' })
  expect(await readFile(target, 'utf8')).toBe('verified')
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

test('of two threads with one name one downloads, and the other finds the file', async () => {
  const server = keep(
    await serve(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { body: GZ }
    }),
  )
  const script = `
    const { parentPort, workerData } = require('node:worker_threads')
    const { createExportsClient } = require('didww-exports')
    const { done, baseUrl, to } = workerData
    createExportsClient({ apiKey: 'key', baseUrl })
      .download(done, { to, overwrite: true })
      .then(({ sha256 }) => parentPort.postMessage(sha256), (error) => parentPort.postMessage(error.message))`
  const inThread = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const workerData = { done: fileOf(server.origin), baseUrl: server.origin, to: target }
      const worker = new Worker(script, { eval: true, workerData })
      worker.once('message', resolve).once('error', reject)
    })
  const sha256 = createHash('sha256').update(GZ).digest('hex')
  expect(await Promise.all([inThread(), inThread()])).toEqual([sha256, sha256])
  expect(server.requests).toHaveLength(1)
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

test('a download is reported to observers, and a 503 waits as long as it asks', async () => {
  const busy = { status: 503, headers: { 'Retry-After': '7' } }
  const server = keep(await serve((_, count) => (count === 1 ? busy : { body: GZ })))
  const clock = jumpingClock()
  const seen: unknown[] = []
  const observers = {
    onRequest: ({ attempt }: { attempt: number }) => seen.push(['request', attempt]),
    onResponse: ({ status }: { status: number }) => seen.push(['response', status]),
    onRetry: ({ delay, reason }: { delay: number; reason: string }) => seen.push(['retry', delay, reason]),
  }
  await download(server.origin, { maxRetries: 1 }, { ...observers, clock })
  expect(seen).toEqual([
    ['request', 1],
    ['response', 503],
    ['retry', 7000, 'server_error'],
    ['request', 2],
    ['response', 200],
  ])
  expect(clock.pauses).toEqual([7000])
})

test('what an observer throws is thrown as it is, without a retry', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  const reason = new Error('enough')
  const onResponse = (): never => {
    throw reason
  }
  await expect(download(server.origin, { maxRetries: 3 }, { onResponse })).rejects.toBe(reason)
  expect(server.requests).toHaveLength(1)
})

test('headers of the call go to the API, and those that the client sets are refused', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  await download(server.origin, { headers: { 'X-Trace': '7' } })
  expect(server.requests[0]?.headers).toMatchObject({ 'x-trace': '7', 'api-key': CANARY })
  await expect(download(server.origin, { headers: { 'api-key': 'x' } })).rejects.toMatchObject({
    code: 'invalid_option',
  })
  expect(server.requests).toHaveLength(1)
})

test('a fetch of the user is asked for unencoded bytes', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  await download(server.origin, {}, { fetch: (input, init) => fetch(input, init) })
  expect(server.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' })
})

test('what a killed process left is removed, what a living one writes is not', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  await writeFile(`${target}.4194304-1.part`, 'left')
  await writeFile(`${target}.1-1.part`, 'living')
  await download(server.origin)
  expect((await readdir(folder)).sort()).toEqual(['cdrs.csv.gz', 'cdrs.csv.gz.1-1.part'])
})

test('a symbolic link as target is refused, dangling or not', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  await symlink(join(folder, 'nowhere'), target)
  await expect(download(server.origin)).rejects.toMatchObject({ code: 'file_exists' })
  await expect(download(server.origin, { to: '' })).rejects.toMatchObject({ code: 'invalid_option' })
  expect(server.requests).toEqual([])
})

test.each([
  { maxRetries: -1 },
  { maxRetries: Number.NaN },
  { timeout: 0 },
  { timeout: Number.NaN },
  { timeout: Infinity },
])('%j is refused before a request', async (options) => {
  const server = keep(await serve(() => ({ body: GZ })))
  await expect(download(server.origin, options)).rejects.toMatchObject({ code: 'invalid_option' })
  expect(server.requests).toEqual([])
})

test('a Retry-After beyond totalTimeout is an error at once', async () => {
  const server = keep(await serve(() => ({ status: 429, headers: { 'Retry-After': '99999999' } })))
  await expect(download(server.origin, { maxRetries: 3 })).rejects.toMatchObject({ name: 'RateLimitError' })
  expect(server.requests).toHaveLength(1)
})

test('what an observer throws is rethrown as it came', async () => {
  const server = keep(await serve(() => ({ body: GZ })))
  const reason = new Error('mine')
  const onProgress = (): never => {
    throw reason
  }
  await expect(download(server.origin, { onProgress, maxRetries: 3 })).rejects.toBe(reason)
  expect(server.requests).toHaveLength(1)
  expect(await readdir(folder)).toEqual([])
})

/** `test:long` takes every byte and every bit of a larger file. */
const STEP = 3

test(`cut at every ${STEP}rd byte, a bit of it flipped: no wrong file under the final name`, async () => {
  let body: Buffer = GZ
  const server = keep(await serve(() => ({ body })))
  const tried = { cut: 0, flipped: 0, identical: 0 }
  for (let length = 0; length < GZ.length; length += STEP) {
    body = GZ.subarray(0, length)
    await expect(download(server.origin)).rejects.toMatchObject({ code: 'truncated' })
    tried.cut += 1
  }
  for (let byte = 0; byte < GZ.length; byte += STEP) {
    body = damage((bytes) => (bytes[byte] = (bytes[byte] ?? 0) ^ (1 << (byte % 8))))
    const error = (await download(server.origin, { overwrite: true }).catch((reason: unknown) => reason)) as {
      code?: string
    }
    if (error.code === undefined) tried.identical += 1
    else expect(['truncated', 'corrupt', 'not_gzip', 'too_large']).toContain(error.code)
    tried.flipped += 1
  }
  // Only the bytes of the header that say nothing of the content may differ: time, flags, system.
  expect(tried.identical).toBeLessThanOrEqual(10)
  console.log(`of a file of ${GZ.length} bytes: ${JSON.stringify(tried)}`)
}, 60_000)
