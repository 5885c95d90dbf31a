import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf, createExportsClient, decodeRecords } from '../../src/index.js'
import { ID } from '../helpers/document.js'
import { type Running, serve } from '../helpers/serve.js'

const HEADER = columnsOf('2021-12-15', 'cdr_in')
  .map(({ column }) => column)
  .join(',')
const ROW = `2021-12-01 00:00:00,,,4,1,sip:1,0,Origination,408,none,0.000,0.000,0.000,,0.000`
const INBOUND = { apiVersion: '2021-12-15', exportType: 'cdr_in' } as const
const noise = (bytes: number): string => randomBytes(bytes / 2).toString('hex')

let folder = ''
let target = ''
let server: Running | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-damage-'))
  target = join(folder, 'cdrs.csv.gz')
})
afterEach(async () => {
  await server?.[Symbol.asyncDispose]()
  server = undefined
  await rm(folder, { recursive: true })
})

const clientOf = async (body: Buffer) => {
  server = await serve(() => ({ body }))
  return createExportsClient({ apiKey: 'key', baseUrl: server.origin, maxRetries: 0 })
}
const done = () => ({ id: ID, url: `${server?.origin}/v3/exports/${ID}.csv.gz` })

/** Many members of a MiB of zeros each. */
const zeros = (mebibytes: number): Buffer => {
  const member = gzipSync(Buffer.alloc(2 ** 20), { level: 9 })
  return Buffer.concat(Array.from({ length: mebibytes }, () => member))
}

const nested = (times: number): Buffer => {
  let bytes = gzipSync(Buffer.alloc(2 ** 24))
  for (let n = 1; n < times; n += 1) bytes = gzipSync(bytes)
  return bytes
}

test.each<[string, string, () => Buffer]>([
  ['a bomb of a GiB', 'too_large', () => zeros(1024)],
  ['a bomb behind sound rows', 'too_large', () => Buffer.concat([gzipSync(`${HEADER}\n${ROW}\n`), zeros(300)])],
  ['ten bombs, one within the other', 'corrupt', () => nested(10)],
  ['gzip within gzip', 'corrupt', () => gzipSync(gzipSync(`${HEADER}\n${ROW}\n`))],
])('%s is %s: it stops early, uses little memory and leaves nothing', async (_name, code, make) => {
  const didww = await clientOf(make())
  const before = process.memoryUsage().rss
  await expect(didww.download(done(), { to: target })).rejects.toMatchObject({ name: 'DownloadError', code })
  expect(process.memoryUsage().rss - before).toBeLessThan(96 * 2 ** 20)
  expect(await readdir(folder)).toEqual([])
})

/** The fields of a gzip header after its flags: no time, no system. */
const PLAIN = Buffer.alloc(6)
const head = (flags: number): Buffer => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags]), PLAIN])
const EMPTY_BLOCK = Buffer.from('000000ffff', 'hex')
/** A member that is all header: 64 KiB of an extra field, and no text. */
const HEADER_ONLY = Buffer.concat([head(4), Buffer.alloc(2, 0xff), Buffer.alloc(65_535), gzipSync('').subarray(10)])
const soundFile = gzipSync(`${HEADER}\n${ROW}\n`)

const ENDLESS: [string, Buffer, Buffer][] = [
  ['a name in the header', head(8), Buffer.from('a')],
  ['a comment in the header', head(16), Buffer.from('a')],
  ['extra fields', Buffer.alloc(0), HEADER_ONLY],
  ['empty blocks', head(0), EMPTY_BLOCK],
  [
    'empty blocks after sound rows',
    Buffer.concat([head(0), deflateRawSync(`${HEADER}\n${ROW}\n`, { finishFlush: constants.Z_SYNC_FLUSH })]),
    EMPTY_BLOCK,
  ],
  ['empty members', Buffer.alloc(0), gzipSync('')],
  ['empty members after sound rows', soundFile, gzipSync('')],
  ['zeros', soundFile, Buffer.alloc(1)],
]

/** The beginning, and then the same again for 64 MiB. */
const endless = (beginning: Buffer, again: Buffer) => {
  const piece = Buffer.concat(Array.from({ length: Math.ceil(65_536 / again.length) }, () => again))
  let given = 0
  const pieces = async function* (): AsyncGenerator<Buffer> {
    yield beginning
    for (; given < 64 * 2 ** 20; given += piece.length) yield await Promise.resolve(piece)
  }
  return { pieces, given: () => given }
}

test.each(ENDLESS)('%s without end: download and decoder stop soon', async (_name, beginning, again) => {
  const sent = endless(beginning, again)
  server = await serve(() => ({ body: Readable.from(sent.pieces(), { objectMode: false }) }))
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, maxRetries: 0 })
  const want = { name: 'DownloadError', code: 'corrupt' }
  await expect(didww.download(done(), { to: target })).rejects.toMatchObject(want)
  expect(sent.given()).toBeLessThan(32 * 2 ** 20)
  expect(await readdir(folder)).toEqual([])

  const read = endless(beginning, again)
  const reading = async (): Promise<void> => {
    for await (const batch of decodeRecords(read.pieces(), INBOUND).batches()) expect(batch).toHaveLength(1)
  }
  await expect(reading()).rejects.toMatchObject(want)
  expect(read.given()).toBeLessThan(2 * 2 ** 20)
})

const MANY = 50_000
const member = gzipSync(`${ROW}\n`)

test.each<[string, () => Buffer]>([
  ['stored, not compressed', () => gzipSync(`${HEADER}\n${`${ROW}\n`.repeat(MANY)}`, { level: 0 })],
  ['a member for each', () => Buffer.concat([gzipSync(`${HEADER}\n`), ...Array.from({ length: MANY }, () => member)])],
])('50,000 calls, %s, are read', async (_name, make) => {
  const bytes = make()
  const didww = await clientOf(bytes)
  expect(await didww.download(done(), { to: target })).toMatchObject({ bytes: bytes.length })
  let calls = 0
  for await (const batch of decodeRecords(target, INBOUND).batches()) calls += batch.length
  expect(calls).toBe(MANY)
})

const rows = (...lines: string[]): Buffer => gzipSync(`${[HEADER, ...lines].join('\n')}\n`)

test.each<[string, { code: string; line?: number }, () => Buffer, number]>([
  ['a million columns', { code: 'too_many_columns', line: 1 }, () => gzipSync(','.repeat(1e6)), 0],
  ['a row of a million fields', { code: 'too_many_columns', line: 3 }, () => rows(ROW, ','.repeat(1e6)), 1],
  ['a row of 8 MiB', { code: 'row_too_large', line: 3 }, () => rows(ROW, noise(2 ** 23)), 1],
  ['a header of 8 MiB', { code: 'row_too_large', line: 1 }, () => gzipSync(noise(2 ** 23)), 0],
  ['a quote that is never closed', { code: 'unterminated_quote', line: 3 }, () => rows(ROW, `"${ROW}`), 1],
  ['a quote open over 8 MiB', { code: 'row_too_large', line: 3 }, () => rows(ROW, `"${noise(2 ** 23)}`), 1],
  ['rows of zeros', { code: 'ragged_row', line: 3 }, () => rows(ROW, '\0\0\0\0'), 1],
  ['a field too few in the middle', { code: 'ragged_row', line: 3 }, () => rows(ROW, ROW.slice(0, -6), ROW), 1],
  ['half a row at the end', { code: 'ragged_row', line: 3 }, () => rows(ROW, ROW.slice(0, 30)), 1],
  ['a page of HTML, compressed', { code: 'unknown_layout', line: 1 }, () => gzipSync('<html>\n<p>Log in'), 0],
  ['JSON, compressed', { code: 'unknown_layout', line: 1 }, () => gzipSync('{"errors":[]}'), 0],
  ['nothing, compressed', { code: 'empty_file' }, () => gzipSync(''), 0],
  ['nothing but line ends', { code: 'empty_file' }, () => gzipSync('\n\r\n\n'), 0],
  ['UTF-16', { code: 'unknown_layout', line: 1 }, () => gzipSync(Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le')), 0],
  [
    'half a character',
    { code: 'invalid_utf8', line: 3 },
    () => gzipSync(Buffer.from(`${HEADER}\n${ROW}\n${ROW.replace('none', 'caf\u00e9')}\n`, 'latin1')),
    1,
  ],
])('%s is reported with its line, after the rows before it', async (_name, want, make, before) => {
  const didww = await clientOf(make())
  const one = { ...done(), export_type: 'cdr_in', status: 'Completed' } as unknown as Parameters<
    typeof didww.records
  >[0]
  const found: object[] = []
  const reading = (async () => {
    for await (const record of didww.records(one)) found.push(record)
  })()
  await expect(reading).rejects.toMatchObject({ name: 'RecordFormatError', ...want })
  expect(found).toHaveLength(before)
})

test.each<[string, (path: string) => Promise<unknown>]>([
  ['a pipe', (path) => Promise.resolve(execFileSync('mkfifo', [path]))],
  ['a folder', (path) => mkdir(path)],
  ['a link to a device', (path) => symlink('/dev/full', path)],
  ['a link to itself', (path) => symlink(path, path)],
])('%s in place of the file is refused before a request', async (_name, put) => {
  const didww = await clientOf(soundFile)
  await put(target)
  for (const overwrite of [false, true]) {
    await expect(didww.download(done(), { to: target, overwrite })).rejects.toMatchObject({ code: 'file_exists' })
  }
  expect(server?.requests).toEqual([])
})

test.each<[string, (path: string) => Promise<unknown>, object]>([
  ['a pipe', (path) => Promise.resolve(execFileSync('mkfifo', [path])), { code: 'file_exists' }],
  ['a folder', (path) => mkdir(path), { name: 'StorageError', errno: 'EISDIR' }],
  [
    'a link to another file',
    (path) => symlink(join(folder, 'precious'), path),
    { name: 'StorageError', errno: 'ELOOP' },
  ],
])('%s in place of the part is neither waited for nor written to', async (_name, put, want) => {
  const didww = await clientOf(soundFile)
  await writeFile(join(folder, 'precious'), 'precious')
  await put(`${target}.part`)
  await expect(didww.download(done(), { to: target })).rejects.toMatchObject(want)
  expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious')
  expect(server?.requests).toEqual([])
})
