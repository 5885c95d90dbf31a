import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ClientOptions, createExportsClient, decodeRecords, type PullRecordsOptions } from '../../src/index.js'
import { systemClock } from '../../src/http/clock.js'
import { lockDirectory } from '../../src/pull/directory/directory-lock.js'
import { createSandbox, type Fault, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { closedMonth } from '../helpers/closed-month.js'
import { closedOrigin } from '../helpers/serve.js'

const NOW = '2026-11-20T12:00:00Z'
const october = { export_type: 'cdr_in', filters: { year: '2026', month: '10' } } as const
const november = { export_type: 'cdr_in', filters: { year: '2026', month: '11' } } as const

let dir = ''
let sandbox: Sandbox

const start = async (options: SandboxOptions = {}): Promise<void> => {
  sandbox = createSandbox({ seed: 4, now: NOW, rows: 300, ...options })
  await sandbox.listen()
}
const client = (options: ClientOptions<'2021-12-15'> = {}) =>
  createExportsClient({
    apiKey: sandbox.apiKey,
    baseUrl: sandbox.url,
    clock: sandbox.clock,
    random: () => 0,
    ...options,
  })

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-pull-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await sandbox.close()
  await rm(dir, { recursive: true, force: true })
})

type Attributes = Parameters<ReturnType<typeof client>['pull']>[0]

const pull = async (
  attributes: Attributes = october,
  options: PullRecordsOptions = {},
  settings: ClientOptions<'2021-12-15'> = {},
): Promise<object[]> => {
  const rows: object[] = []
  for await (const call of client(settings).pull(attributes, { dir, ...options })) rows.push(call)
  return rows
}
const creates = (): number => sandbox.requests.filter(({ method }) => method === 'POST').length

interface Entry {
  path: string
  rows: number
  generation: number
  provisional: boolean
  sha256: string
}
const manifest = async (): Promise<Record<string, Entry>> =>
  (JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as { files: Record<string, Entry> }).files
const only = async (): Promise<Entry> => {
  const entries = Object.values(await manifest())
  expect(entries).toHaveLength(1)
  return entries[0] as Entry
}
const filesBelow = async (folder = dir): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))

test('a pull gives the calls of the sandbox, each once', async () => {
  await start()
  const rows = await pull()
  expect(rows).toEqual(sandbox.calls(october))
  expect(rows).toHaveLength(300)
  const entry = await only()
  expect(entry).toMatchObject({ rows: 300, generation: 1, provisional: false, layout: '15 columns' })
  expect(entry.path).toMatch(/^type=cdr_in\/account=default\/period=2026-10\/dx1-[a-z2-7]{32}\.csv\.gz$/)
  expect((await stat(join(dir, entry.path))).mode & 0o777).toBe(0o600)
  expect((await filesBelow()).filter((path) => /part|spool|lock/.test(path))).toEqual([])
})

test('a second run gives the same rows and sends no request', async () => {
  await start()
  const first = await pull()
  const before = sandbox.requests.length
  expect(await pull()).toEqual(first)
  expect(sandbox.requests).toHaveLength(before)
})

test('filters that mean the same are the same unit', async () => {
  await start()
  await pull({ export_type: 'cdr_in', filters: { year: 2026, month: 10 } })
  const before = sandbox.requests.length
  await pull({ export_type: 'cdr_in', filters: { month: '10', year: '2026' } })
  expect(sandbox.requests).toHaveLength(before)
})

test('outbound calls of a day through a trunk', async () => {
  await start()
  const trunk = sandbox.trunks[0]?.id ?? ''
  const filters = { year: '2026', month: '10', day: '5', 'voice_out_trunk.id': trunk }
  const rows = await pull({ export_type: 'cdr_out', filters })
  expect(rows).toEqual(sandbox.calls({ export_type: 'cdr_out', filters }))
  expect(rows.length).toBeGreaterThan(0)
})

test('a provisional period is pulled again and replaced until it has settled', async () => {
  await start()
  const early = await pull(november)
  expect(await only()).toMatchObject({ provisional: true, generation: 1 })
  sandbox.advance('5d')
  const later = await pull(november)
  expect(later.length).toBeGreaterThan(early.length)
  expect(later).toEqual(sandbox.calls(november))
  expect(await only()).toMatchObject({ provisional: true, generation: 2, rows: later.length })
  sandbox.advance('8d')
  await pull(november)
  expect(await only()).toMatchObject({ provisional: false, generation: 3 })
  const before = sandbox.requests.length
  await pull(november)
  expect(sandbox.requests).toHaveLength(before)
  expect((await filesBelow()).filter((path) => path.endsWith('.csv.gz'))).toHaveLength(1)
})

test('refresh pulls a settled period again', async () => {
  await start()
  await pull()
  await pull(october, { refresh: true })
  expect(await only()).toMatchObject({ generation: 2 })
  expect(creates()).toBe(2)
})

test('a file that was removed or cut is pulled again', async () => {
  await start()
  await pull()
  const { path } = await only()
  await rm(join(dir, path))
  expect(await pull()).toHaveLength(300)
  await writeFile(join(dir, path), 'cut')
  expect(await pull()).toHaveLength(300)
})

test('without dir no files are left behind', async () => {
  await start()
  vi.stubEnv('TMPDIR', dir)
  let rows = 0
  for await (const call of client().pull(october)) rows += Object.keys(call).length > 0 ? 1 : 0
  expect(rows).toBe(300)
  for await (const call of client().pull(october)) if (Object.keys(call).length > 0) break
  vi.unstubAllEnvs()
  expect(await readdir(dir)).toEqual([])
})

test('records of a completed export, one by one and in batches', async () => {
  await start()
  const didww = client()
  const done = await didww.waitUntilCompleted((await didww.create(october)).id)
  if (done.export_type !== 'cdr_in') throw new Error('not inbound')
  const rows: object[] = []
  for await (const batch of didww.records(done).batches()) rows.push(...batch)
  expect(rows).toEqual(sandbox.calls(october))
})

const REFUSED: [string, Attributes, string][] = [
  ['a month before the window', { export_type: 'cdr_in', filters: { year: '2026', month: '8' } }, 'outside_window'],
  ['a future month', { export_type: 'cdr_in', filters: { year: '2026', month: '12' } }, 'in_future'],
  ['month 13', { export_type: 'cdr_in', filters: { year: '2026', month: '13' } }, 'malformed'],
  ['no month', { export_type: 'cdr_in', filters: { year: '2026' } as never }, 'malformed'],
]
test.each(REFUSED)('%s is refused before a request, and no files are left', async (_name, attributes, code) => {
  await start()
  await expect(pull(attributes)).rejects.toMatchObject({ name: 'PeriodError', code })
  expect(sandbox.requests).toEqual([])
  expect((await filesBelow()).filter((path) => !path.startsWith('.didww'))).toEqual([])
})

test('units that could contain the same call are refused; others are not', async () => {
  await start()
  const [one = '', other = ''] = sandbox.dids
  const of = (did_number: string): Attributes => ({ ...october, filters: { ...october.filters, did_number } })
  await pull(of(one))
  await pull(of(other))
  const before = sandbox.requests.length
  await expect(pull()).rejects.toMatchObject({ name: 'OverlapError', code: 'overlap' })
  expect(sandbox.requests).toHaveLength(before)
  expect(Object.keys(await manifest())).toHaveLength(2)
})

test('sandbox and production never mix', async () => {
  await start()
  await pull()
  const other = createSandbox({ now: NOW })
  await other.listen()
  const didww = createExportsClient({ apiKey: other.apiKey, baseUrl: other.url, clock: other.clock })
  const walk = async (): Promise<void> => {
    for await (const call of didww.pull(october, { dir })) expect(call).toBeDefined()
  }
  await expect(walk()).rejects.toMatchObject({ code: 'other_origin' })
  expect(other.requests).toEqual([])
  await other.close()
})

test.each(['{', '[]', '{"format":2}', '{"files":{}}'])(
  'a manifest that contains %j is refused and left as it is',
  async (text) => {
    await start()
    await writeFile(join(dir, 'manifest.json'), text)
    await expect(pull()).rejects.toMatchObject({ code: 'foreign_file' })
    expect(await readFile(join(dir, 'manifest.json'), 'utf8')).toBe(text)
  },
)

test('of two pulls at once one works and the other fails; the lock of a dead process is taken over', async () => {
  await start()
  const [first, second] = await Promise.allSettled([pull(), pull()])
  const outcomes = [first.status, second.status].sort()
  expect(outcomes).toEqual(['fulfilled', 'rejected'])
  expect([first, second].find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'in_use' } })
  const { hostname } = await import('node:os')
  await writeFile(join(dir, '.didww', 'lock'), JSON.stringify({ pid: 4194304, host: hostname() }))
  expect(await pull()).toHaveLength(300)
})

test('a directory of a killed pull of another host is taken over after a minute; one in use is refused', async () => {
  await start()
  const lock = join(dir, '.didww', 'lock')
  await mkdir(join(dir, '.didww'))
  await writeFile(lock, JSON.stringify({ pid: 17, host: 'pod-a', token: 'x' }))
  const signs = setInterval(() => void utimes(lock, new Date(), new Date()), 50)
  try {
    const hint = expect.stringContaining(lock) as string
    await expect(pull(october, {}, { clock: systemClock })).rejects.toMatchObject({
      message: 'Process 17 on pod-a is using this directory',
      code: 'in_use',
      hint,
    })
  } finally {
    clearInterval(signs)
  }
  expect(creates()).toBe(0)
  expect(await pull()).toHaveLength(300)
})

test.each(['null', '', '[]', '5', '{"pid":', '{"pid":"x","host":7}'])(
  'a lock of the directory that contains %j is taken over after a minute',
  async (text) => {
    await start()
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    await mkdir(join(dir, '.didww'))
    await writeFile(join(dir, '.didww', 'lock'), text)
    expect(await pull()).toHaveLength(300)
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('unknown process'), 'DidwwExportsWarning')
    expect(await filesBelow(join(dir, '.didww'))).not.toContain('lock')
  },
)

test('a pull that stood still while another took its directory ends and loads nothing', async () => {
  await start()
  const theirs = JSON.stringify({ pid: 17, host: 'pod-b', token: 'theirs' })
  const onProgress = ({ step }: { step: string }): void => {
    if (step !== 'downloading' || vi.isFakeTimers()) return
    for (const lock of ['lock', 'target.lock']) writeFileSync(join(dir, '.didww', lock), theirs)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 })
  }
  try {
    await expect(pull(october, { onProgress })).rejects.toMatchObject({ name: 'ConfigurationError', code: 'in_use' })
  } finally {
    vi.useRealTimers()
  }
  expect(await filesBelow()).not.toContain('manifest.json')
  expect(await readFile(join(dir, '.didww', 'lock'), 'utf8')).toBe(theirs)
})

test('a directory that is removed during a pull is the error, not what closing it says after that', async () => {
  await start()
  const onProgress = ({ step }: { step: string }): void => {
    if (step === 'waiting') rmSync(dir, { recursive: true, force: true })
  }
  await expect(pull(october, { onProgress })).rejects.toMatchObject({ name: 'StorageError', errno: 'ENOENT' })
})

const INTERRUPTED: [string, Fault[], string][] = [
  ['the create', [{ on: 'createExport', nth: 'every', do: { status: 429 } }], 'rate_limited'],
  ['a poll', [{ on: 'retrieveExport', nth: 'every', do: { status: 503 } }], 'server_error'],
  ['the download', [{ on: 'downloadExport', nth: 'every', do: { truncate: 500 } }], 'truncated'],
  ['the download, by damage', [{ on: 'downloadExport', nth: 'every', do: { corrupt: 'crc' } }], 'corrupt'],
  ['the download, by a login page', [{ on: 'downloadExport', nth: 'every', do: { corrupt: 'html' } }], 'not_gzip'],
  [
    'the download, by a doubled file',
    [{ on: 'downloadExport', nth: 'every', do: { corrupt: 'second-member' } }],
    'corrupt',
  ],
  ['the download, by a file that is gone', [{ on: 'downloadExport', nth: 'every', do: { status: 404 } }], 'expired'],
]
test.each(INTERRUPTED)(
  'a pull that fails at %s leaves nothing under a final name, and the next one goes on',
  async (_name, faults, code) => {
    await start()
    const remove = sandbox.inject(...faults)
    await expect(pull()).rejects.toMatchObject({ code })
    expect(sandbox.fired.length).toBeGreaterThan(0)
    expect((await filesBelow()).filter((path) => !path.startsWith('.didww'))).toEqual([])
    remove()
    const before = creates()
    expect(await pull()).toEqual(sandbox.calls(october))
    // The export that was created is used. Only a create request that was not carried out is sent again.
    expect(creates() - before).toBe(code === 'rate_limited' ? 1 : 0)
  },
)

test('a pull that cannot know whether its create request was carried out creates again, and notes it', async () => {
  await start({ faults: [{ on: 'createExport', do: { loseAnswer: true } }] })
  const rows = await pull()
  expect(rows).toEqual(sandbox.calls(october))
  expect(sandbox.exports).toHaveLength(2)
  const [state = ''] = await readdir(join(dir, '.didww', 'units'))
  expect(await readFile(join(dir, '.didww', 'units', state), 'utf8')).toContain('"possible_orphans": 1')
})

test('another API version is noticed before anything is created', async () => {
  await start({
    faults: [
      {
        on: 'listExports',
        do: { body: '{"data":[],"meta":{"api_version":"2026-04-16"}}', contentType: 'application/vnd.api+json' },
      },
    ],
  })
  await expect(pull()).rejects.toMatchObject({ name: 'VersionMismatchError', served: '2026-04-16' })
  expect(creates()).toBe(0)
})

test('an export that the API no longer keeps is requested again', async () => {
  await start({ now: '2026-11-01T00:00:00Z' })
  const remove = sandbox.inject({ on: 'downloadExport', nth: 'every', do: { status: 503 } })
  await expect(pull()).rejects.toMatchObject({ code: 'server_error' })
  remove()
  sandbox.advance('40d')
  expect(await pull()).toHaveLength(300)
  expect(creates()).toBe(2)
})

test("a pull goes on after a caller's abort", async () => {
  await start()
  const caller = new AbortController()
  const reason = new Error('enough')
  const onProgress = ({ step }: { step: string }): void => {
    if (step === 'downloading') caller.abort(reason)
  }
  await expect(pull(october, { signal: caller.signal, onProgress })).rejects.toBe(reason)
  expect(await pull()).toHaveLength(300)
  expect(creates()).toBe(1)
})

test('a file of another layout is an error, and no file has the final name', async () => {
  await start()
  const strange = 'When,Who\n2026-10-01 00:00:00,1\n'
  const odd = gzipSync(strange)
  const lying: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    return request.url.endsWith('.gz') ? Promise.resolve(new Response(odd)) : fetch(request)
  }
  const walk = async (): Promise<void> => {
    for await (const call of client({ fetch: lying }).pull(october, { dir })) expect(call).toBeDefined()
  }
  await expect(walk()).rejects.toMatchObject({ name: 'RecordFormatError', code: 'unknown_layout' })
  expect((await filesBelow()).filter((path) => !path.startsWith('.didww'))).toEqual([])
})

const unitsBelow = async (): Promise<string[]> =>
  (await readdir(join(dir, '.didww', 'units'))).map((name) => join(dir, '.didww', 'units', name))

test('an unfinished pull of one API does not go on at another', async () => {
  await start()
  const remove = sandbox.inject({ on: 'downloadExport', nth: 'every', do: { status: 404 } })
  await expect(pull()).rejects.toMatchObject({ code: 'expired' })
  remove()
  await using other = createSandbox({ now: NOW })
  const didww = createExportsClient({ apiKey: other.apiKey, baseUrl: await other.listen(), clock: other.clock })
  await expect(didww.pull(october, { dir })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'other_origin',
  })
  expect(other.requests).toEqual([])
})

test('each request of a pull has the options of the pull', async () => {
  await start()
  const calls = client().pull(october, { dir, headers: { 'X-Trace': '7' }, maxRetries: 0 })
  expect((await calls[Symbol.asyncIterator]().next()).done).toBe(false)
  expect(sandbox.requests.length).toBeGreaterThan(3)
  expect(sandbox.requests.map(({ headers }) => headers['x-trace'])).toEqual(sandbox.requests.map(() => '7'))
  const again = client().pull(october, { timeout: -1 })
  await expect(again[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'invalid_option' })
})

test('a pull with a misspelt address goes on at the right one', async () => {
  await start()
  const baseUrl = await closedOrigin()
  const lost = createExportsClient({ apiKey: sandbox.apiKey, baseUrl, clock: sandbox.clock, maxRetries: 0 })
  await expect(lost.pull(october, { dir })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'connection_refused',
  })
  expect(await pull()).toHaveLength(300)
  expect(await only()).toMatchObject({ rows: 300, generation: 1 })
})

test("the answer of another export is not pulled under this unit's name", async () => {
  await start()
  const didww = client()
  const other = await didww.waitUntilCompleted(
    (await didww.create({ export_type: 'cdr_in', filters: { year: '2026', month: '9' } })).id,
  )
  const { id, ...attributes } = other
  const body = JSON.stringify({ data: { type: 'exports', id, attributes: { ...attributes, id: '../../x' } } })
  sandbox.inject({ on: 'retrieveExport', do: { status: 200, body, contentType: 'application/vnd.api+json' } })
  await expect(pull()).rejects.toMatchObject({ name: 'ProtocolError', code: 'unexpected_shape' })
  expect((await filesBelow()).filter((path) => !path.startsWith('.didww'))).toEqual([])
})

test.each([
  [{ settleTimeMs: Number.NaN }, /settleTimeMs/],
  [{ settleTimeMs: -1 }, /settleTimeMs/],
  [{ maxWait: -1 }, /maxWait/],
  [{ account: '../x' }, /account/],
  [{ account: 'a/b' }, /account/],
  [{ account: '' }, /account/],
  [{ dir: '' }, /dir/],
])('%j is refused before a request', async (options, message) => {
  await start()
  await expect(pull(october, options)).rejects.toThrow(message)
  expect(sandbox.requests).toEqual([])
})

test('a failed refresh changes nothing', async () => {
  await start()
  const rows = await pull()
  const remove = sandbox.inject({ on: 'createExport', nth: 'every', do: { status: 422 } })
  await expect(pull(october, { refresh: true })).rejects.toMatchObject({ status: 422 })
  remove()
  sandbox.advance('60d')
  const before = sandbox.requests.length
  expect(await pull()).toEqual(rows)
  expect(sandbox.requests).toHaveLength(before)
})

test('a refused create request is no possible orphan', async () => {
  await start({ faults: [{ on: 'createExport', do: { status: 422 } }] })
  await expect(pull()).rejects.toMatchObject({ status: 422 })
  await pull()
  expect(await readFile((await unitsBelow())[0] ?? '', 'utf8')).toContain('"possible_orphans": 0')
})

test('a refresh requests a file again that cannot be read', async () => {
  await start()
  let lies = true
  const lying: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    return request.url.endsWith('.gz') && lies
      ? Promise.resolve(new Response(gzipSync('hello,world\n1,2\n')))
      : fetch(request)
  }
  const walk = async (options: PullRecordsOptions): Promise<number> => {
    let rows = 0
    for await (const call of client({ fetch: lying }).pull(october, { dir, ...options })) rows += 'did' in call ? 1 : 0
    return rows
  }
  await expect(walk({})).rejects.toMatchObject({ code: 'unknown_layout' })
  lies = false
  await expect(walk({})).rejects.toMatchObject({ code: 'unknown_layout' })
  expect(await walk({ refresh: true })).toBe(300)
})

test('an abort while the calls are read ends the loop', async () => {
  await start({ rows: 5000 })
  const caller = new AbortController()
  const reason = new Error('enough')
  let rows = 0
  const walk = async (): Promise<void> => {
    for await (const call of client().pull(october, { dir, signal: caller.signal })) {
      rows += 'did' in call ? 1 : 0
      if (rows === 5) caller.abort(reason)
    }
  }
  await expect(walk()).rejects.toBe(reason)
  expect(rows).toBeLessThan(5000)
})

test.each([
  ['units', '"step": "done"', '"step": "zzz"'],
  ['units', '"generation": 1', '"generation": "x"'],
  ['manifest', '"path": "type=', '"path": "../type='],
  ['manifest', '"generation": 1', '"generation": "x"'],
  ['manifest', '"rows": 300', '"rows": null'],
  ['manifest', '"export_type": "cdr_in"', '"export_type": 1'],
  ['manifest', '"files": {', '"files": null, "x": {'],
])('a damaged record in %s (%s) is refused', async (where, from, to) => {
  await start()
  await pull()
  const path = where === 'units' ? ((await unitsBelow())[0] ?? '') : join(dir, 'manifest.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
  await expect(pull()).rejects.toMatchObject({ code: 'foreign_file' })
})

test('of many processes that find the lock of a dead one, one takes it over', async () => {
  await start()
  const { hostname } = await import('node:os')
  const lock = join(dir, '.didww', 'lock')
  for (let round = 0; round < 20; round += 1) {
    await mkdir(join(dir, '.didww'), { recursive: true })
    await writeFile(lock, JSON.stringify({ pid: 4194304, host: hostname(), token: 'x' }))
    // Every other time the process before died during the takeover.
    if (round % 2) await writeFile(`${lock}.takeover`, JSON.stringify({ pid: 4194304, host: hostname(), token: 'y' }))
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(lock)))
    const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(won).toHaveLength(1)
    await won[0]?.[Symbol.asyncDispose]()
    expect(await readdir(join(dir, '.didww'))).toEqual([])
  }
})

const run = (args: string[], env: Record<string, string>, killAfter = 0): Promise<{ code: number | null }> =>
  new Promise((resolve) => {
    const options = {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      timeout: Math.max(0, killAfter),
      killSignal: 'SIGKILL',
    } as const
    execFile(process.execPath, args, options).once('exit', (code) => resolve({ code }))
  })

/** crash-points.test.ts tries every point of death, `test:long` 200 random instants. */
const PARTS = 4

test('after a kill at any instant the next run goes on: no call is lost or doubled, no file torn', async () => {
  await start({ now: undefined, realTime: true, pendingFor: '40ms', processingFor: '40ms', rows: 2000 })
  const env = { DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: sandbox.url }
  const attributes = { export_type: 'cdr_in', filters: closedMonth.filters } as const
  const seen = { killed: 0, finished: 0 }
  let whole = 0
  for (let part = 0; part <= PARTS; part += 1) {
    const out = join(dir, String(part))
    const args = ['dist/src/cli/main.js', 'pull', '--type', 'cdr_in', '--period', closedMonth.period, '--out', out]
    const began = Date.now()
    // The first run is not killed; it shows how long a run takes.
    const killed = await run(args, env, Math.round((whole * (part - 0.5)) / PARTS))
    if (part === 0) whole = Date.now() - began
    seen[killed.code === 0 ? 'finished' : 'killed'] += 1
    for (const path of await filesBelow(out)) {
      if (/^type=.*\.gz$/.test(path)) expect(gunzipSync(await readFile(join(out, path))).length).toBeGreaterThan(0)
    }
    expect(await run(args, env)).toMatchObject({ code: 0 })
    const file = (await filesBelow(out)).filter((path) => path.endsWith('.csv.gz'))
    expect(file).toHaveLength(1)
    const calls: object[] = []
    const source = join(out, file[0] ?? '')
    for await (const call of decodeRecords(source, { apiVersion: '2021-12-15', exportType: 'cdr_in' })) calls.push(call)
    expect(calls).toEqual(sandbox.calls(attributes))
  }
  expect(seen.killed).toBeGreaterThan(1)
  console.log(`${JSON.stringify(seen)} of ${PARTS + 1} runs, ${sandbox.exports.length} exports upstream`)
}, 60_000)
