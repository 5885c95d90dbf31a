import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf, createExportsClient } from '../../src/index.js'
import { ID } from '../helpers/document.js'
import { type Running, serve } from '../helpers/serve.js'

const HEADER = columnsOf('2021-12-15', 'cdr_in')
  .map(({ column }) => column)
  .join(',')
const ROW = `2021-12-01 00:00:00,,,4,1,sip:1,0,Origination,408,none,0.000,0.000,0.000,,0.000`
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

const sound = gzipSync(`${HEADER}\n${ROW}\n`)

test.each<[string, (path: string) => Promise<unknown>]>([
  ['a pipe', (path) => Promise.resolve(execFileSync('mkfifo', [path]))],
  ['a folder', (path) => mkdir(path)],
  ['a link to a device', (path) => symlink('/dev/full', path)],
  ['a link to itself', (path) => symlink(path, path)],
])('%s in place of the file is refused before a request', async (_name, put) => {
  const didww = await clientOf(sound)
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
  const didww = await clientOf(sound)
  await writeFile(join(folder, 'precious'), 'precious')
  await put(`${target}.part`)
  await expect(didww.download(done(), { to: target })).rejects.toMatchObject(want)
  expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious')
  expect(server?.requests).toEqual([])
})
