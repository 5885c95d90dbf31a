import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ClientOptions, type Clock, createExportsClient } from '../../src/index.js'
import { cli } from '../helpers/cli.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { jumpingClock } from '../helpers/jumping-clock.js'
import { type Answer, serveRanges } from '../helpers/ranged.js'
import { serve } from '../helpers/serve.js'

const fileOf = (salt: number): Buffer =>
  gzipSync(
    `Date/Time Start (UTC),Source\n${Array.from({ length: 400 }, (_, n) => `2021-12-01 00:00:00,${(n * salt) % 10007}\n`).join('')}`,
  )
const FILE = fileOf(7919)
const OTHER = fileOf(104729)
const HALF = FILE.length >> 1
const REST = FILE.subarray(HALF)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

let folder = ''
let target = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-resume-'))
  target = join(folder, 'cdrs.csv.gz')
})
afterEach(() => rm(folder, { recursive: true }))

const download = (origin: string, options: object = {}, id = ID, settings: ClientOptions<'2021-12-15'> = {}) =>
  createExportsClient({ apiKey: 'key', random: () => -1, baseUrl: origin, ...settings }).download(
    { id, url: `${origin}/v3/exports/${id}.csv.gz` },
    { to: target, maxRetries: 3, ...options },
  )

/** Cuts the first download in the middle and leaves what has come. */
const interrupted = async (origin: string, id = ID): Promise<void> => {
  await expect(download(origin, { maxRetries: 0 }, id)).rejects.toMatchObject({ code: 'truncated' })
  expect((await readdir(folder)).sort()).toEqual(['cdrs.csv.gz.part', 'cdrs.csv.gz.part.json'])
}

test.each([1, 9, 10, HALF, FILE.length - 9, FILE.length - 8, FILE.length - 1])(
  'a download cut after %i bytes resumes there',
  async (cutAfter) => {
    await using server = await serveRanges(FILE, [{ cutAfter }])
    const seen: number[] = []
    const file = await download(server.origin, { onProgress: ({ bytes }: { bytes: number }) => seen.push(bytes) })
    expect(file).toEqual({ path: target, bytes: FILE.length, sha256: sha256(FILE) })
    expect(server.requests).toHaveLength(2)
    expect(server.requests[1]).toMatchObject({ range: `bytes=${cutAfter}-`, 'if-range': '"one"' })
    expect(seen.at(-1)).toBe(FILE.length)
    expect(await readFile(target)).toEqual(FILE)
    expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
  },
)

test('a download cut at once starts over, since there is nothing to resume', async () => {
  await using server = await serveRanges(FILE, [{ cutAfter: 0 }])
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests[1]?.range).toBeUndefined()
})

test('a download cut again and again gets every byte once', async () => {
  await using server = await serveRanges(FILE, [{ cutAfter: 100 }, { cutAfter: 200 }, { cutAfter: 300 }])
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=100-', 'bytes=300-', 'bytes=600-'])
})

const range = (text: string): Answer => ({ status: 206, headers: { 'Content-Range': text }, body: REST })

test.each<[string, Answer]>([
  ['the whole file', { whole: true }],
  ['the whole file under another validator', { whole: true, headers: { ETag: '"two"' } }],
  ['a rest that begins too early', range(`bytes ${HALF - 1}-${FILE.length - 1}/${FILE.length}`)],
  ['a rest that begins too late', range(`bytes ${HALF + 1}-${FILE.length - 1}/${FILE.length}`)],
  ['a rest that is not to the end', range(`bytes ${HALF}-${FILE.length - 2}/${FILE.length}`)],
  ['a rest of another total', range(`bytes ${HALF}-${FILE.length}/${FILE.length + 1}`)],
  ['a rest of an unknown total', range(`bytes ${HALF}-${FILE.length - 1}/*`)],
  ['a rest without a range', { status: 206, headers: { 'Content-Range': '' }, body: REST }],
  ['a rest of another validator', { headers: { ETag: '"two"' } }],
  ['a rest of a weak validator', { headers: { ETag: 'W/"one"' } }],
  ['a rest without a validator', { headers: { ETag: '' } }],
  ['a rest that is too long', { body: FILE }],
  [
    'many parts',
    { status: 206, headers: { 'Content-Type': 'multipart/byteranges; boundary=x', 'Content-Range': '' }, body: REST },
  ],
  ['416 with a page', { status: 416, headers: { 'Content-Type': 'text/html' }, body: Buffer.from('<html>') }],
])('a download that requests the rest and gets %s starts over, and appends nothing wrong', async (_name, answer) => {
  await using server = await serveRanges(FILE, [{ cutAfter: HALF }, answer])
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(await readFile(target)).toEqual(FILE)
  const asked = server.requests.map((headers) => headers.range)
  expect(asked).toEqual([undefined, `bytes=${HALF}-`, ...('whole' in answer ? [] : [undefined])])
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

test.each<[string, string]>([
  ['a weak validator', 'W/"one"'],
  ['none', ''],
  ['one that is not quoted', 'one'],
])('with %s a download starts over, and leaves nothing when it fails', async (_name, etag) => {
  await using server = await serveRanges(FILE, [{ cutAfter: HALF }, { cutAfter: HALF }], etag)
  await expect(download(server.origin, { maxRetries: 0 })).rejects.toMatchObject({ code: 'truncated' })
  expect(await readdir(folder)).toEqual([])
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests.map((headers) => headers.range)).toEqual([undefined, undefined, undefined])
})

test('a later download resumes what an earlier one left', async () => {
  await using server = await serveRanges(FILE, [{ cutAfter: HALF }])
  await interrupted(server.origin)
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests[1]).toMatchObject({ range: `bytes=${HALF}-` })
})

test('what another export left is not resumed', async () => {
  await using server = await serveRanges(FILE, [{ cutAfter: HALF }])
  await interrupted(server.origin, 'b5cb0a22-8a4b-4b4a-9a25-6b2a6c0e5f6c')
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests[1]?.range).toBeUndefined()
})

test.each<[string, () => Promise<void>, string[]]>([
  [
    'changed in the middle',
    () => writeFile(`${target}.part`, Buffer.from(FILE.subarray(0, HALF)).fill(1, 40, 80)),
    ['rest', 'whole'],
  ],
  ['longer than the file', () => writeFile(`${target}.part`, Buffer.concat([FILE, FILE])), ['whole']],
  ['empty', () => writeFile(`${target}.part`, ''), ['whole']],
  ['without its note', () => rm(`${target}.part.json`), ['whole']],
  ['with a note that is damaged', () => writeFile(`${target}.part.json`, '{"id":'), ['whole']],
  ['with a note of null', () => writeFile(`${target}.part.json`, 'null'), ['whole']],
])('a part that is %s still gives the right file', async (_name, change, want) => {
  await using server = await serveRanges(Buffer.from(FILE), [{ cutAfter: HALF }])
  await interrupted(server.origin)
  await change()
  expect((await download(server.origin)).sha256).toBe(sha256(fileOf(7919)))
  expect(server.requests.slice(1).map((headers) => (headers.range === undefined ? 'whole' : 'rest'))).toEqual(want)
})

test('a file that changed meanwhile is downloaded anew', async () => {
  await using first = await serveRanges(FILE, [{ cutAfter: HALF }])
  await interrupted(first.origin)
  await using second = await serveRanges(OTHER, [], '"two"')
  expect((await download(second.origin)).sha256).toBe(sha256(OTHER))
  expect(second.requests[0]).toMatchObject({ range: `bytes=${HALF}-`, 'if-range': '"one"' })
})

test('a server that is down for a while does not lose what has arrived', async () => {
  await using server = await serveRanges(FILE, [{ cutAfter: HALF }, { status: 503, body: Buffer.from('') }])
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests.map((headers) => headers.range)).toEqual([undefined, `bytes=${HALF}-`, `bytes=${HALF}-`])
})

test('an abort keeps what has arrived, and the next download resumes', async () => {
  await using server = await serveRanges(FILE, [{ cutAfter: HALF }])
  const caller = new AbortController()
  const reason = new Error('enough')
  const onProgress = (): void => caller.abort(reason)
  await expect(download(server.origin, { signal: caller.signal, onProgress })).rejects.toBe(reason)
  expect((await download(server.origin)).sha256).toBe(sha256(FILE))
  expect(server.requests[1]).toMatchObject({ range: `bytes=${HALF}-` })
})

test('of two downloads of the same file one downloads and the other waits', async () => {
  await using server = await serveRanges(FILE)
  const [one, other] = await Promise.all([download(server.origin), download(server.origin)])
  expect(one).toEqual(other)
  expect(server.requests).toHaveLength(1)
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

test('a download of another file to the same name waits, and finds the name taken', async () => {
  await using server = await serveRanges(FILE)
  const both = await Promise.allSettled([
    download(server.origin),
    download(server.origin, {}, 'b5cb0a22-8a4b-4b4a-9a25-6b2a6c0e5f6c'),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'file_exists' } })
  expect(await readFile(target)).toEqual(FILE)
})

test('of two processes with one target one downloads, one waits, and both have the file', async () => {
  let asked = 0
  let both: () => void = () => undefined
  const haveAsked = new Promise<void>((resolve) => (both = resolve))
  await using files = await serve(async ({ path }) => {
    if (!path.endsWith('.gz')) {
      if ((asked += 1) === 2) both()
      return reply(exportDocument({ url: `${files.origin}/v3/exports/file.csv.gz` }))
    }
    await haveAsked
    await new Promise((resolve) => setTimeout(resolve, 1000))
    return { body: FILE }
  })
  const env = { DIDWW_BASE_URL: files.origin, DIDWW_API_KEY: 'key' }
  const outcomes = await Promise.all([1, 2].map(() => cli(['download', ID, '--out', target], { env })))
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
  const waits = outcomes.flatMap(({ stderr }) => stderr.split('\n').filter((line) => line.startsWith('warning: ')))
  expect(waits).toEqual([
    expect.stringMatching(/^warning: Waiting for process \d+ on .+, which has the lock .+\.lock$/),
  ])
  expect(files.requests.filter(({ path }) => path.endsWith('.gz'))).toHaveLength(1)
  expect(await readFile(target)).toEqual(FILE)
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

/** A clock that jumps over every pause, and does something before each. */
const clockWith = (before: (pauses: number) => unknown): Clock => {
  const { now, sleep, pauses } = jumpingClock()
  const sleepAfter: Clock['sleep'] = async (ms, signal) => {
    await before(pauses.length)
    await sleep(ms, signal)
  }
  return { now, sleep: sleepAfter }
}

/** Warnings of the process until it is disposed of. */
const heardWarnings = () => {
  const warnings: string[] = []
  const listen = ({ message }: Error): void => void warnings.push(message)
  process.on('warning', listen)
  return { warnings, [Symbol.dispose]: () => void process.off('warning', listen) }
}

test('the lock of a dead process of this host is taken over at once', async () => {
  await using server = await serveRanges(FILE)
  await writeFile(`${target}.lock`, JSON.stringify({ pid: 4194304, host: hostname(), token: 'x' }))
  await download(server.origin)
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
})

test('the lock of another host is taken over a minute after its last sign of life, and it is said whom we wait for', async () => {
  await using server = await serveRanges(FILE)
  using heard = heardWarnings()
  const lock = `${target}.lock`
  await writeFile(lock, JSON.stringify({ pid: 17, host: 'pod-a', token: 'x' }))
  const signs = 900
  const clock = clockWith((pauses) => pauses < signs && utimes(lock, pauses, pauses))
  await download(server.origin, {}, ID, { clock })
  expect(await readFile(target)).toEqual(FILE)
  // Not before: 600 looks of 100 ms each without a sign, after those with one.
  expect(clock.now()).toBeGreaterThanOrEqual(signs * 100 + 60_000)
  expect(heard.warnings).toEqual([
    `Waiting for process 17 on pod-a, which has the lock ${lock}; after 60 s without a sign of life it is taken over`,
  ])
})

test.each(['', 'null', '[]', '5', '{"pid":', '{"pid":"x","host":7}', '{"pid":1}'])(
  'a lock that contains %j is taken over after a minute, with a word',
  async (text) => {
    await using server = await serveRanges(FILE)
    using heard = heardWarnings()
    await writeFile(`${target}.lock`, text)
    await writeFile(`${target}.lock.takeover`, text)
    const clock = jumpingClock()
    await download(server.origin, {}, ID, { clock })
    expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
    expect(clock.now()).toBeGreaterThanOrEqual(60_000)
    expect(heard.warnings).toEqual([expect.stringContaining('Waiting for an unknown process') as string])
  },
)

test('a lock has a sign of life every few seconds', async () => {
  let finish = (): void => undefined
  const finished = new Promise<void>((done) => (finish = done))
  await using server = await serve(() => finished.then(() => ({ body: FILE, headers: { ETag: '"one"' } })))
  const done = download(server.origin, { timeout: 60_000 })
  const timeOf = async (): Promise<number> => (await stat(`${target}.lock`)).mtimeMs
  await vi.waitFor(timeOf)
  const first = await timeOf()
  await vi.waitFor(async () => expect(await timeOf()).toBeGreaterThan(first), { timeout: 10_000 })
  finish()
  await done
})

test('a download that stood still while another took its lock writes nothing more', async () => {
  let finish = (): void => undefined
  const finished = new Promise<void>((done) => (finish = done))
  await using server = await serve(() => finished.then(() => ({ body: FILE, headers: { ETag: '"one"' } })))
  const done = download(server.origin, { maxRetries: 0 })
  await vi.waitFor(() => stat(`${target}.lock`))
  const others = JSON.stringify({ pid: 17, host: 'pod-b', token: 'theirs' })
  await writeFile(`${target}.lock`, others)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 })
  try {
    finish()
    await expect(done).rejects.toMatchObject({ name: 'ConfigurationError', code: 'in_use' })
  } finally {
    vi.useRealTimers()
  }
  expect(await readFile(`${target}.lock`, 'utf8')).toBe(others)
  expect(await readdir(folder)).not.toContain('cdrs.csv.gz')
})

test('waiting for a lock can be aborted', async () => {
  await using server = await serveRanges(FILE)
  await writeFile(`${target}.lock`, JSON.stringify({ pid: 1, host: hostname(), token: 'x' }))
  const reason = new Error('enough')
  const caller = new AbortController()
  setTimeout(() => caller.abort(reason), 50)
  await expect(download(server.origin, { signal: caller.signal })).rejects.toBe(reason)
  expect(server.requests).toEqual([])
})
