import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf, createExportsClient } from '../../src/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { mountDisk } from '../helpers/disks.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { letOpenNothing, limitedBy, obeyingRights } from '../helpers/limits.js'
import { type Running, serve } from '../helpers/serve.js'

const HEADER = columnsOf('2021-12-15', 'cdr_in')
  .map(({ column }) => column)
  .join(',')
const noise = (bytes: number): string => randomBytes(bytes / 2).toString('hex')
const rowWith = (response: string): string =>
  `2021-12-01 00:00:00,,,4,1,sip:1,0,Origination,408,${response},0.000,0.000,0.000,,0.000`
const fileOf = (rows: number, bytes: number): Buffer =>
  gzipSync(`${HEADER}\n${Array.from({ length: rows }, () => `${rowWith(noise(bytes))}\n`).join('')}`)

let folder = ''
let server: Running | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-disk-test-'))
})
afterEach(async () => {
  await server?.[Symbol.asyncDispose]()
  server = undefined
  await rm(folder, { recursive: true })
})

/** An API of one export, which is completed; `onRequest` is called before the n-th answer. */
const serveExport = async (file: Buffer, onRequest?: (n: number) => void): Promise<Running> => {
  server = await serve(({ method, path }, count) => {
    onRequest?.(count)
    const attributes = { export_type: 'cdr_in', url: `${server?.origin}/v3/exports/${ID}.csv.gz` }
    if (path.endsWith('.csv.gz')) return { body: file }
    if (method === 'POST') return reply(exportDocument(attributes), 201)
    if (path.includes(ID)) return reply(exportDocument(attributes))
    return reply({ data: [], meta: { total_records: 0, api_version: '2021-12-15' } })
  })
  return server
}
const requestsOf = (method: string, path: RegExp): number =>
  (server?.requests ?? []).filter((seen) => seen.method === method && path.test(seen.path)).length

const clientOf = ({ origin }: Running) => createExportsClient({ apiKey: 'key', baseUrl: origin, maxRetries: 0 })
const done = () => ({ id: ID, url: `${server?.origin}/v3/exports/${ID}.csv.gz` })
const envOf = ({ origin }: Running) => ({ DIDWW_BASE_URL: origin, DIDWW_API_KEY: 'key' })
const pull = (out: string, format: string): string[] => {
  const { period } = closedMonth
  return ['pull', '--type', 'cdr_in', '--period', period, '--format', format, '--out', out]
}
const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true })).filter((name) => /dx1-[^/]+\.(csv\.gz|ndjson|parquet)$/.test(name))

const large = fileOf(6, 2 ** 19)

test('a full disk is a StorageError, is not retried, and leaves nothing', async () => {
  using disk = await mountDisk('size=256k')
  const didww = clientOf(await serveExport(large))
  const error = didww.download(done(), { to: join(disk.path, 'cdrs.csv.gz'), maxRetries: 3 })
  await expect(error).rejects.toMatchObject({
    name: 'StorageError',
    errno: 'ENOSPC',
    hint: expect.stringContaining('full') as string,
  })
  expect(server?.requests).toHaveLength(1)
  expect(await readdir(disk.path)).toEqual([])
})

test('a disk that fills up keeps the old file', async () => {
  using disk = await mountDisk('size=256k')
  const didww = clientOf(await serveExport(large))
  const to = join(disk.path, 'cdrs.csv.gz')
  await writeFile(to, 'old')
  await expect(didww.download(done(), { to, overwrite: true })).rejects.toMatchObject({ errno: 'ENOSPC' })
  expect(await readFile(to, 'utf8')).toBe('old')
})

test('wherever in a pull the disk is full, it is a StorageError, and the next pull resumes', async () => {
  const sandbox = createSandbox({ seed: 4, now: '2026-11-20T12:00:00Z', rows: 500, rateLimit: Infinity })
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const didww = createExportsClient({ apiKey, fetch, clock, baseUrl, limiter: unlimited })
  const october = { export_type: 'cdr_in', filters: { year: '2026', month: '10' } } as const
  const failed = new Set<string>()
  for (let size = 4; size <= 44; size += 4) {
    using disk = await mountDisk(`size=${size}k`)
    const dir = join(disk.path, 'cdrs')
    const pull = async (): Promise<object[]> => {
      const calls: object[] = []
      for await (const call of didww.pull(october, { dir })) calls.push(call)
      return calls
    }
    const error = await pull().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error !== undefined) {
      expect(error, `${size} KiB`).toMatchObject({ name: 'StorageError', errno: 'ENOSPC' })
      failed.add((error as Error).message.replaceAll(/^.*[/]|[0-9].*$/g, ''))
    }
    await disk.remount('size=8m')
    expect(await pull(), `${size} KiB`).toEqual(sandbox.calls(october))
    expect(await readdir(join(dir, '.didww', 'spool')), `${size} KiB`).toEqual([])
  }
  // Locks, journals, the file and its notes.
  expect(failed.size).toBeGreaterThan(3)
})

test('a read-only disk is a StorageError before a request', async () => {
  using disk = await mountDisk('size=256k')
  await disk.remount('ro')
  const didww = clientOf(await serveExport(large))
  const to = join(disk.path, 'cdrs.csv.gz')
  await expect(didww.download(done(), { to })).rejects.toMatchObject({ name: 'StorageError', errno: 'EROFS' })
  expect(server?.requests).toEqual([])
})

test.each(['ndjson', 'parquet'])(
  'a full disk while converting to %s exits 7, and the next run resumes',
  async (format) => {
    using disk = await mountDisk('size=192k')
    const env = envOf(await serveExport(fileOf(8000, 24)))
    const args = pull(join(disk.path, 'out'), format)
    const first = await cli(args, { env })
    expect(first).toMatchObject({ code: 7, stderr: expect.stringMatching(/ENOSPC.*make room/) as string })
    expect(await filesIn(join(disk.path, 'out', 'type=cdr_in'))).toEqual([])
    await disk.remount('size=8m')
    expect(await cli(args, { env })).toMatchObject({ code: 0 })
  },
)

test('a disk that fills up during a pull is a StorageError, and the next run uses the same export', async () => {
  using disk = await mountDisk('size=256k')
  const filler = join(disk.path, 'filler')
  const fill = (n: number): void => {
    if (n === 4) execFileSync('bash', ['-c', 'cat /dev/zero > "$0" || true', filler], { stdio: 'ignore' })
  }
  const didww = clientOf(await serveExport(small, fill))
  const dir = join(disk.path, 'out')
  const pulled = async (): Promise<number> => {
    let rows = 0
    const calls = didww.pull({ export_type: 'cdr_in', filters: closedMonth.filters }, { dir })
    for await (const batch of calls.batches()) rows += batch.length
    return rows
  }
  await expect(pulled()).rejects.toMatchObject({ name: 'StorageError', errno: 'ENOSPC' })
  await rm(filler)
  expect(await pulled()).toBe(3)
  expect(requestsOf('POST', /./)).toBe(1)
})

test('a limit on the size of files exits 7 and leaves nothing', async () => {
  const env = envOf(await serveExport(large))
  const args = ['download', ID, '--out', join(folder, 'cdrs.csv.gz')]
  const outcome = await cli(args, { env, through: limitedBy('ulimit -f 128') })
  expect(outcome).toMatchObject({ code: 7, stderr: expect.stringContaining('EFBIG') as string })
  expect(await readdir(folder)).toEqual([])
})

const small = fileOf(3, 24)
const denied = { code: 7, stderr: expect.stringMatching(/EACCES.*StorageError.*rights of the folder/) as string }

test('a folder without write permission exits 7, and the file is not requested', async () => {
  const env = envOf(await serveExport(small))
  await writeFile(join(folder, 'cdrs.csv.gz'), 'old')
  await chmod(folder, 0o555)
  for (const name of ['new.csv.gz', 'cdrs.csv.gz']) {
    const args = ['download', ID, '--force', '--out', join(folder, name)]
    expect(await cli(args, { env, through: obeyingRights })).toMatchObject(denied)
  }
  expect(requestsOf('GET', /csv\.gz$/)).toBe(0)
  await chmod(folder, 0o755)
  expect(await readdir(folder)).toEqual(['cdrs.csv.gz'])
  expect(await readFile(join(folder, 'cdrs.csv.gz'), 'utf8')).toBe('old')
})

test('a file without read permission exits 7 without a row', async () => {
  const path = join(folder, 'cdrs.csv.gz')
  await writeFile(path, small, { mode: 0o000 })
  for (const args of [
    ['records', path, '--type', 'cdr_in'],
    ['summary', path, '--type', 'cdr_in'],
  ]) {
    expect(await cli(args, { through: obeyingRights })).toMatchObject({
      code: 7,
      stdout: '',
      stderr: expect.stringContaining('EACCES') as string,
    })
  }
})

test('a pull into a folder without write permission exits 7 without a request', async () => {
  const env = envOf(await serveExport(small))
  const args = pull(join(folder, 'out'), 'csv.gz')
  await chmod(folder, 0o555)
  expect(await cli(args, { env, through: obeyingRights })).toMatchObject(denied)
  expect(server?.requests).toEqual([])
  await chmod(folder, 0o755)
  expect(await cli(args, { env, through: obeyingRights })).toMatchObject({ code: 0 })
})

test.each(['csv.gz', 'ndjson', 'parquet'])(
  'a folder in the target without write permission, %s, exits 7, and the next run uses the same file',
  async (format) => {
    const out = join(folder, 'out')
    const locked = join(out, 'type=cdr_in')
    await mkdir(locked, { recursive: true })
    await chmod(locked, 0o555)
    const env = envOf(await serveExport(small))
    const args = pull(out, format)
    expect(await cli(args, { env, through: obeyingRights })).toMatchObject(denied)
    expect(await filesIn(locked)).toEqual([])
    await chmod(locked, 0o755)
    expect(await cli(args, { env, through: obeyingRights })).toMatchObject({ code: 0 })
    expect(await filesIn(locked)).toHaveLength(1)
    expect(requestsOf('POST', /./)).toBe(1)
    expect(requestsOf('GET', /csv\.gz$/)).toBe(1)
  },
)

test.each<[string, number, string]>([
  ['the list', 1, 'csv.gz'],
  ['the create', 2, 'csv.gz'],
  ['the look', 3, 'csv.gz'],
  ['the file', 4, 'csv.gz'],
  ['the file', 4, 'ndjson'],
  ['the file', 4, 'parquet'],
])('too many open files from %s on (request %i, %s) exits 7, and the next run resumes', async (_name, at, format) => {
  let pid: number | undefined
  const env = envOf(await serveExport(small, (n) => n === at && letOpenNothing(pid)))
  const args = pull(folder, format)
  const first = await cli(args, { env, onStart: (started) => (pid = started) })
  expect(first).toMatchObject({ code: 7, stderr: expect.stringMatching(/EMFILE.*StorageError.*limit/) as string })
  expect(await readdir(folder)).toEqual(['.didww'])
  expect(await cli(args, { env })).toMatchObject({ code: 0 })
  expect(await filesIn(join(folder, 'type=cdr_in'))).toHaveLength(1)
  expect(requestsOf('POST', /./)).toBe(1)
})

/** What the library throws in a process of its own, where closing what was open fails as well. */
const thrownBy = async (call: string, at: number, harm: (pid: number | undefined) => unknown): Promise<string> => {
  const { origin } = await serveExport(small, (n) => n === at && harm(running.child.pid))
  const given = JSON.stringify([{ baseUrl: origin, apiKey: 'key', maxRetries: 0 }, closedMonth.filters, done(), folder])
  const script = `
    import { createExportsClient } from './dist/src/index.js'
    const [options, filters, done, dir] = ${given}
    const didww = createExportsClient(options)
    try { await ${call} }
    catch ({ name, errno }) { console.log(name, errno) }`
  const [command, ...args] = ['env', ...obeyingRights, process.execPath, '--input-type=module', '-e', script] as const
  const running = promisify(execFile)(command, args)
  return (await running).stdout.trim()
}

test('too many open files during a pull of the library: the error is the first failure', async () => {
  const pulling = `didww.pull({ export_type: 'cdr_in', filters }, { dir })[Symbol.asyncIterator]().next()`
  expect(await thrownBy(pulling, 4, letOpenNothing)).toBe('StorageError EMFILE')
})

test('a folder loses its permissions during a download: the error is the first failure', async () => {
  const downloading = `didww.download(done, { to: dir + '/cdrs.csv.gz' })`
  expect(await thrownBy(downloading, 1, () => chmodSync(folder, 0o555))).toBe('StorageError EACCES')
  await chmod(folder, 0o755)
  expect((await readdir(folder)).filter((name) => name.endsWith('.gz'))).toEqual([])
})

test.runIf(process.platform === 'linux')('a folder in which none can be made exits 7, and names it', async () => {
  const { origin } = await serveExport(small)
  expect(await cli(pull('/proc/none/cdrs', 'csv.gz'), { env: envOf({ origin } as Running) })).toMatchObject({
    code: 7,
    stderr: expect.stringMatching(/Cannot create \/proc\/none.*: ENOENT \[StorageError/) as string,
  })
})

test('too many open files during a pull of many units exits 7, and the next run resumes', async () => {
  let pid: number | undefined
  const env = envOf(await serveExport(small, (n) => n === 1 && letOpenNothing(pid)))
  const accounts = join(folder, 'accounts.json')
  const one = { apiKeyEnv: 'DIDWW_API_KEY' }
  await writeFile(accounts, JSON.stringify({ accounts: { north: one, south: one } }))
  const out = join(folder, 'out')
  const args = [...pull(out, 'csv.gz'), '--accounts', accounts, '--concurrency', '1']
  const first = await cli(args, { env, onStart: (started) => (pid = started) })
  expect(first).toMatchObject({ code: 7, stderr: expect.stringMatching(/EMFILE.*StorageError/) as string })
  expect(await cli(args, { env })).toMatchObject({ code: 0 })
  expect(await filesIn(join(out, 'type=cdr_in'))).toHaveLength(2)
  expect(requestsOf('POST', /./)).toBe(2)
})
