import { describe, expect, it, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import { signCallback } from '../../src/callbacks/index.js'
import { createExportsClient } from '../../src/index.js'
import { createSandbox, type Fault, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { cli, type Outcome } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { closedOrigin, serve } from '../helpers/serve.js'

interface Told {
  readonly name: string
  readonly state: string
  readonly found: string
  readonly advice?: string
}

const open = (options: SandboxOptions = {}): Sandbox =>
  createSandbox({ realTime: true, pendingFor: 0, processingFor: 0, rows: 20, ...options })

/** A sandbox with one export whose file is there. */
const withFile = async (options?: SandboxOptions): Promise<Sandbox> => {
  const sandbox = open(options)
  const didww = createExportsClient({ apiKey: sandbox.apiKey, baseUrl: await sandbox.listen() })
  await didww.create({ export_type: 'cdr_in', filters: closedMonth.filters })
  return sandbox
}

const doctor = async (
  { url, apiKey }: { url: string; apiKey: string },
  env: Record<string, string> = {},
  ...args: string[]
): Promise<Outcome & { told: Record<string, Told> }> => {
  const outcome = await cli(['doctor', '--json', ...args], {
    env: { DIDWW_API_KEY: apiKey, DIDWW_BASE_URL: url, ...env },
  })
  const told = JSON.parse(outcome.stdout || '[]') as Told[]
  return { ...outcome, told: Object.fromEntries(told.map((one) => [one.name, one])) }
}

test('everything passes against a sandbox, and nothing is created', async () => {
  await using sandbox = await withFile()
  const { code, told, stderr } = await doctor(sandbox)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(Object.values(told).filter(({ state }) => state !== 'ok')).toMatchObject([
    { name: 'proxy', state: 'none' },
    { name: 'callback', state: 'none' },
  ])
  expect(told['file']?.found).toBe('parts, and a strong ETag to go on by')
  expect(told['signature']?.found).toMatch(/signed as published/)
  expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toHaveLength(1)
})

test('people get a line for each check, with advice below a failure', async () => {
  await using sandbox = open()
  const { code, stdout } = await cli(['doctor'], {
    env: { DIDWW_API_KEY: 'wrong', DIDWW_BASE_URL: await sandbox.listen() },
  })
  expect(code).toBe(3)
  expect(stdout).toMatch(/^ok {4}api {11}http/m)
  expect(stdout).toMatch(/^fail {2}key {11}GET http.*401:\n {20}Authorization failed\n {20}Check DIDWW_API_KEY/m)
  expect(stdout).toMatch(/\n\nTo fix: key\.\n$/)
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(stdout).not.toContain('\u001b')
})

test('the last line sums up the result', async () => {
  await using sandbox = await withFile({ ranges: false })
  const env = { DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: sandbox.url }
  expect((await cli(['doctor'], { env })).stdout).toMatch(/\n\nIt works. Worth checking: file\.\n$/)
  await using well = await withFile()
  const outcome = await cli(['doctor'], { env: { DIDWW_API_KEY: well.apiKey, DIDWW_BASE_URL: well.url } })
  expect(outcome.stdout).toMatch(/\n\nAll is well\.\n$/)
})

test('the window and how long files are kept are in days', async () => {
  await using sandbox = await withFile()
  const { told } = await doctor(sandbox)
  const from = new Date()
  from.setUTCMonth(from.getUTCMonth() - 2, 1)
  const month = from.toISOString().slice(0, 7)
  expect(told['window']?.state).toBe('ok')
  expect(told['window']?.found).toMatch(
    new RegExp(
      `^calls since ${month}-01, \\d+ days ago; those of ${month} go in \\d+ (?:days|hours|minutes|s); ` +
        'files are kept for 1 month, the newest one for about (?:2[789]|3[01]) days more$',
    ),
  )
})

describe('a callback that came', () => {
  const id = '33bdfff7-4de3-4c58-8c90-b99930fb984a'
  const check = async (secret: (sandbox: Sandbox) => string, signed = 'https://example.com/cb') => {
    await using sandbox = open()
    const url = await sandbox.listen()
    const parameters = { id, type: 'exports', status: 'completed' }
    const signature = await signCallback({ url: signed, parameters, secret: secret(sandbox) })
    const given = ['--url', 'https://example.com/cb', '--signature', signature]
    const body = ['--body', String(new URLSearchParams(parameters))]
    const env = { DIDWW_CALLBACK_SECRET: sandbox.callbackSecret }
    const { code, told } = await doctor({ url, apiKey: sandbox.apiKey }, env, ...given, ...body)
    return { code, ...told['callback'] }
  }

  it('shows which key signs', async () => {
    expect(await check(({ apiKey }) => apiKey)).toMatchObject({
      code: 0,
      state: 'ok',
      found: 'signed with the API key',
    })
    expect(await check(({ callbackSecret }) => callbackSecret)).toMatchObject({
      found: 'signed with the callback secret',
    })
  })

  it('fails with 5 when neither does, or another URL was signed', async () => {
    expect(await check(() => 'another')).toMatchObject({
      ...{ code: 5, state: 'fail' },
      found: 'neither the callback secret nor the API key fits, nor at similar URLs',
    })
    expect(await check(({ apiKey }) => apiKey, 'https://example.com/cb/')).toMatchObject({
      ...{ code: 5, state: 'fail' },
      found: 'the signature holds for https://example.com/cb/, signed with the API key',
    })
  })

  it('needs the URL', async () => {
    const { code, stderr } = await doctor({ url: 'http://127.0.0.1:1', apiKey: 'key' }, {}, '--signature', 'a')
    expect(code).toBe(2)
    expect(stderr).toContain('--url')
  })
})

test('a wrong key exits 3, and the clock is still checked', async () => {
  await using sandbox = open()
  await sandbox.listen()
  const { code, told } = await doctor({ url: sandbox.url, apiKey: 'canary-wrong-key' })
  expect(code).toBe(3)
  expect(told).toMatchObject({ api: { state: 'ok' }, key: { state: 'fail' }, clock: { state: 'ok' } })
  expect(told).toMatchObject({ version: { state: 'none' }, file: { state: 'none' } })
  expect(JSON.stringify(told)).not.toContain('canary')
})

const on = (operation: string, action: Fault['do']): Fault => ({ on: operation, nth: 'every', do: action })
const dated = (ms: number): Fault => on('listExports', { headers: { Date: new Date(Date.now() + ms).toUTCString() } })

test.each<[string, { given: Fault[]; name: string; state: string; found: RegExp; code: number }]>([
  [
    'a clock that is behind',
    { given: [dated(3_600_000)], name: 'clock', state: 'fail', found: /^(?:59|60) minutes behind/, code: 2 },
  ],
  [
    'a clock that is days behind',
    { given: [dated(5 * 86_400_000)], name: 'clock', state: 'fail', found: /^5 days behind/, code: 2 },
  ],
  [
    'a clock a minute ahead',
    { given: [dated(-60_000)], name: 'clock', state: 'warn', found: /^(?:59|[6-9]\d) s ahead/, code: 0 },
  ],
  [
    'no time',
    {
      given: [on('listExports', { headers: { Date: 'x' } })],
      name: 'clock',
      state: 'warn',
      found: /no Date header/,
      code: 0,
    },
  ],
  ['an outage', { given: [on('listExports', { status: 503 })], name: 'api', state: 'fail', found: /503/, code: 4 }],
  [
    'HTML',
    {
      given: [on('listExports', { body: '<html>', contentType: 'text/html' })],
      name: 'api',
      state: 'fail',
      found: /text\/html/,
      code: 6,
    },
  ],
  [
    'an answer that is lost on the way to the clock',
    {
      given: [{ on: 'listExports', nth: 2, do: { reset: 'before headers' } }],
      name: 'clock',
      state: 'fail',
      found: /ECONNRESET/,
      code: 4,
    },
  ],
  [
    'a key that may not',
    { given: [on('listExports', { status: 403 })], name: 'key', state: 'fail', found: /403/, code: 3 },
  ],
  [
    'a file that is gone',
    { given: [on('downloadExport', { status: 404 })], name: 'file', state: 'fail', found: /404/, code: 5 },
  ],
  [
    'a file that is a page',
    { given: [on('downloadExport', { body: '<html>' })], name: 'file', state: 'fail', found: /not gzip/, code: 6 },
  ],
  [
    'a file with a label',
    {
      given: [on('downloadExport', { encoding: 'gzip' })],
      name: 'file',
      state: 'warn',
      found: /labelled gzip/,
      code: 0,
    },
  ],
  [
    'a file sent on to a stranger',
    {
      given: [on('downloadExport', { redirect: 'https://files.example/x' })],
      name: 'file',
      state: 'fail',
      found: /files\.example/,
      code: 6,
    },
  ],
])('%s', async (_name, { given, name, state, found, code: wanted }) => {
  await using sandbox = await withFile()
  sandbox.inject(...given)
  const { code, told } = await doctor(sandbox)
  expect(told[name]).toMatchObject({ state, found: expect.stringMatching(found) as string })
  expect(code).toBe(wanted)
  if (state !== 'ok') expect(told[name]?.advice).toMatch(/\w/)
})

test('a file host without ranges is reported', async () => {
  await using sandbox = await withFile({ ranges: false })
  expect((await doctor(sandbox)).told['file']).toMatchObject({ state: 'warn', found: 'no parts: Range is not minded' })
})

test('a file on another host is reported, and allowed by --file-origin, without a key', async () => {
  await using sandbox = await withFile()
  await using files = await serve(() => ({ status: 206, headers: { ETag: '"x"' }, body: Buffer.from([0x1f, 0x8b]) }))
  await using api = await serve(async ({ path, headers }) => {
    const answer = await sandbox.fetch(new URL(path, sandbox.url), { headers: headers as Record<string, string> })
    const text = (await answer.text()).replace(/"url":"[^"]*"/, `"url":"${files.origin}/file.csv.gz"`)
    return { headers: { 'Content-Type': answer.headers.get('Content-Type') ?? '' }, body: text }
  })
  const at = { url: api.origin, apiKey: sandbox.apiKey }
  const refused = await doctor(at)
  expect(refused.code).toBe(6)
  expect(refused.told['file host']).toMatchObject({
    state: 'fail',
    found: expect.stringContaining(files.origin) as string,
  })
  expect(files.requests).toHaveLength(0)
  const { code, told } = await doctor(at, {}, '--file-origin', files.origin)
  expect({ code, file: told['file']?.state, host: told['file host']?.state }).toEqual({
    code: 0,
    file: 'ok',
    host: 'ok',
  })
  expect(files.requests[0]?.headers).toMatchObject({ range: 'bytes=0-1' })
  expect(files.requests[0]?.headers).not.toHaveProperty('api-key')
})

test.each(apiVersions)('without a version, it looks with %s when the account is served it', async (apiVersion) => {
  await using sandbox = open({ apiVersion })
  await sandbox.listen()
  const { code, told } = await doctor(sandbox, { DIDWW_AUTH_URL: sandbox.authUrl })
  expect(code).toBe(0)
  expect(told).toMatchObject({
    key: { state: 'ok' },
    version: { state: 'ok', found: `${apiVersion}, which the account is served` },
  })
  const advice = apiVersion === apiVersions[0] ? undefined : `In a program, write apiVersion: '${apiVersion}'.`
  expect(told['version']?.advice).toBe(advice)
})

test('a version that was asked for, where another is served, exits 5 and names that one', async () => {
  await using sandbox = open({ apiVersion: '2026-04-16' })
  await sandbox.listen()
  const { code, told } = await doctor(sandbox, {}, '--api-version', '2021-12-15')
  expect(code).toBe(5)
  expect(told).toMatchObject({
    key: { state: 'ok' },
    version: { state: 'fail', found: expect.stringContaining('2026-04-16') as string },
  })
})

test('a wrong host exits 4', async () => {
  const { code, told } = await doctor({ url: await closedOrigin(), apiKey: 'key' })
  expect(code).toBe(4)
  expect(told).toMatchObject({
    api: { state: 'fail', advice: expect.stringContaining('base URL') as string },
    key: { state: 'none' },
  })
})

test('unchecked certificates exit 2, and a missing authority file is reported', async () => {
  await using sandbox = open()
  await sandbox.listen()
  const unchecked = await doctor(sandbox, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })
  expect(unchecked).toMatchObject({ code: 2, told: { certificates: { state: 'fail' } } })
  const missing = await doctor(sandbox, { NODE_EXTRA_CA_CERTS: '/no/such/file' })
  expect(missing).toMatchObject({
    code: 0,
    told: { certificates: { state: 'warn', found: expect.stringContaining('/no/such/file') as string } },
  })
})
