import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columns } from '../../generated/columns.js'
import { facts } from '../../generated/facts.js'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { createSandbox } from '../../src/sandbox/create-sandbox.js'
import type { SandboxOptions } from '../../src/sandbox/options.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'

const NOW = '2021-12-20T06:00:00Z'
const TRUNK = '457bf47d-446d-41cd-91c3-dfbda7bf0753'
const november = { export_type: 'cdr_in', filters: { year: '2021', month: '11' } }

const make = (options: SandboxOptions = {}): Sandbox =>
  createSandbox({ seed: 3, now: NOW, realTime: false, rows: 200, rateLimit: Infinity, ...options })

const ask = (
  sandbox: Sandbox,
  path: string,
  { headers = {}, ...init }: { method?: string; body?: string; headers?: Record<string, string> } = {},
) => sandbox.fetch(new URL(path, sandbox.url), { ...init, headers: { 'Api-Key': sandbox.apiKey, ...headers } })

const create = async (sandbox: Sandbox, attributes: object): Promise<{ id: string; status: number; body: string }> => {
  const response = await ask(sandbox, '/v3/exports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/vnd.api+json' },
    body: JSON.stringify({ data: { type: 'exports', attributes } }),
  })
  const body = await response.text()
  const { data } = JSON.parse(body) as { data?: { id: string } }
  return { id: data?.id ?? '', status: response.status, body }
}

/** Orders an export, waits, and fetches its file. */
const pull = async (sandbox: Sandbox, attributes: object): Promise<{ id: string; file: Buffer; text: string }> => {
  const { id } = await create(sandbox, attributes)
  sandbox.advance('10s')
  const name = sandbox.exports.find((one) => one.id === id)?.file ?? ''
  const file = Buffer.from(await (await ask(sandbox, `/v3/exports/${name}`)).arrayBuffer())
  return { id, file, text: gunzipSync(file).toString() }
}

const linesOf = (text: string): string[] => text.split('\n').slice(1, -1)

describe('the file', () => {
  it('contains the requested number of calls, by start time, under the documented header', async () => {
    for (const month of ['10', '11', '12']) {
      const { text } = await pull(make(), { export_type: 'cdr_in', filters: { year: '2021', month } })
      expect(text.split('\n')[0]).toBe(columns['2021-12-15'].cdr_in.map(({ column }) => column).join(','))
      const starts = linesOf(text).map((line) => line.replaceAll('"', '').slice(0, 19))
      expect(starts).toHaveLength(200)
      expect(starts).toEqual([...starts].sort())
      expect(starts.every((start) => start.startsWith(`2021-${month}-`) && start < '2021-12-20 06:00:00')).toBe(true)
    }
  })

  it('contains the calls that the sandbox reports, by another parser', async () => {
    const sandbox = make({ rows: 2000 })
    const { id, text } = await pull(sandbox, november)
    const rows = parse<Record<string, string>>(text, { columns: true })
    const calls = sandbox.calls(id)
    expect(calls).toHaveLength(2000)
    for (const [i, row] of rows.entries()) {
      for (const { column, property, kind } of columns['2021-12-15'].cdr_in) {
        const value = calls[i]?.[property] as string | number | null
        const shown =
          kind === 'timestamp'
            ? String(value ?? '')
                .replace('T', ' ')
                .replace('Z', '')
            : String(value ?? '')
        expect(row[column]).toBe(shown)
        if (value !== null && kind === 'integer') expect(value).toBeTypeOf('number')
      }
    }
  })

  it('has what real files have: unanswered calls, quotes, commas, UTF-8, both kinds of empty cells', async () => {
    const { text } = await pull(make({ rows: 2000 }), november)
    expect(text).toMatch(/,"Service Unavailable, ""no route""",/)
    expect(text).toMatch(/@büro\.example\.com/)
    expect(text).toMatch(/^"2021-/m)
    expect(text).toMatch(
      /^2021-11-\d\d \d\d:\d\d:\d\d,,,\d*,\d+,sip:\S+,0,\w+,408,SIP transaction timeout,0\.000,0\.000,0\.000,,0\.000$/m,
    )
    expect(text).toMatch(/:\d\d,"","",/)
    expect(text).toMatch(/,0\.\d\d[1-9],/)
  })

  it('is the same for the same seed, and different for another', async () => {
    const [a, b, c] = await Promise.all([
      pull(make(), november),
      pull(make(), november),
      pull(make({ seed: 4 }), november),
    ])
    expect(a.id).toBe(b.id)
    expect(a.file).toEqual(b.file)
    expect(c.id).not.toBe(a.id)
    expect(c.text).not.toBe(a.text)
  })

  it('measures what it says', async () => {
    const sandbox = make()
    const { id, file } = await pull(sandbox, november)
    expect(await sandbox.measure(id)).toMatchObject({ rows: 200, bytes: file.length })
  })

  it('has the requested layout', async () => {
    const sandbox = make({ layout: '13 columns' })
    const { id, text } = await pull(sandbox, november)
    expect(text).toMatch(/^Date\/Time \(UTC\),Source,DID,/)
    expect(sandbox.calls(id)[0]).toMatchObject({
      date_time_connect_utc: null,
      duration_secs: expect.any(Number) as number,
    })
    expect(() => make({ layout: '14 columns' })).toThrow('layout "14 columns" is not known')
  })
})

describe('calls', () => {
  const day = (trunk: string, month: number, n?: number) => ({
    export_type: 'cdr_out',
    filters: {
      year: '2021',
      month: String(month),
      'voice_out_trunk.id': trunk,
      ...(n !== undefined && { day: String(n) }),
    },
  })

  it('of a month are those of its days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.nat(), fc.constantFrom('own', 'other'), (rows, seed, whose) => {
        const sandbox = make({ rows, seed })
        const trunk = whose === 'own' ? (sandbox.trunks[0]?.id ?? '') : TRUNK
        const whole = sandbox.calls(day(trunk, 11))
        expect(Array.from({ length: 30 }, (_, i) => sandbox.calls(day(trunk, 11, i + 1))).flat()).toEqual(whole)
        if (whose === 'other') expect(whole).toHaveLength(rows)
      }),
      { numRuns: 25 },
    )
  })

  it('of a month are those of the numbers of the account', () => {
    const sandbox = make()
    const all = sandbox.calls(november)
    const parts = sandbox.dids.flatMap((did_number) =>
      sandbox.calls({ ...november, filters: { ...november.filters, did_number } }),
    )
    expect(parts.map((call) => JSON.stringify(call)).sort()).toEqual(all.map((call) => JSON.stringify(call)).sort())
    const guest = sandbox.calls({ ...november, filters: { ...november.filters, did_number: '123456789' } })
    expect(guest).toHaveLength(200)
    expect(new Set(guest.map(({ did }) => did))).toEqual(new Set(['123456789']))
  })

  it('of the current month grow with time, and earlier ones stay', () => {
    const sandbox = make()
    const december = { export_type: 'cdr_in', filters: { year: '2021', month: '12' } }
    const before = sandbox.calls(december)
    sandbox.advance('3d')
    const after = sandbox.calls(december)
    expect(before).toHaveLength(200)
    expect(after.length).toBeGreaterThan(210)
    expect(after.slice(0, 200)).toEqual(before)
  })
})

describe('an order', () => {
  const filterError = (text: string) => ({
    title: text,
    detail: `filters - ${text}`,
    code: '100',
    source: { pointer: '/data/attributes/filters' },
    status: '422',
  })
  const window = 'must be within the current and 2 previous months'

  it.each([
    [{ export_type: 'cdr_in', filters: { year: '2021', month: '13' } }, ['month not valid']],
    [{ export_type: 'cdr_in', filters: { year: '2021' } }, ['month not valid']],
    [{ export_type: 'cdr_in', filters: { year: 21, month: true } }, ['year not valid', 'month not valid']],
    [{ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } }, ['day not allowed']],
    [
      { export_type: 'cdr_out', filters: { year: '2021', month: '12', 'voice_out_trunk.id': 'x' } },
      ['voice_out_trunk.id not valid'],
    ],
    [
      { export_type: 'cdr_out', filters: { year: '2021', month: '11', day: '31', 'voice_out_trunk.id': TRUNK } },
      ['day not valid'],
    ],
    [
      { export_type: 'cdr_out', filters: { year: '2021', month: '12', day: '21', 'voice_out_trunk.id': TRUNK } },
      ['day must not be in the future'],
    ],
    [{ export_type: 'cdr_in', filters: { year: '2021', month: '9' } }, [`month ${window}`]],
    [{ export_type: 'cdr_in', filters: { year: '2022', month: 1 } }, [`month ${window}`]],
  ])('%j is refused, each problem once', async (attributes, texts) => {
    const { status, body } = await create(make(), attributes)
    expect(status).toBe(422)
    expect((JSON.parse(body) as { errors: { detail: string }[] }).errors.map(({ detail }) => detail).sort()).toEqual(
      texts.map((text) => `filters - ${text}`).sort(),
    )
    expect(JSON.parse(body)).toMatchObject({ errors: expect.arrayContaining(texts.map(filterError)) as unknown[] })
  })

  it.each([
    [{ export_type: 'x', filters: {} }, '/data/attributes/export_type', 'export_type - is invalid'],
    [{ filters: {} }, '/data/attributes/export_type', "export_type - can't be blank"],
    [{ export_type: 'cdr_in' }, '/data/attributes/filters', "filters - can't be blank"],
    [{ ...november, callback_url: 'no address' }, '/data/attributes/callback_url', 'callback_url - is invalid'],
    [{ ...november, callback_method: 'PUT' }, '/data/attributes/callback_method', 'callback_method - is invalid'],
  ])('%j is refused with a pointer', async (attributes, pointer, detail) => {
    const { status, body } = await create(make(), attributes)
    expect(status).toBe(422)
    expect((JSON.parse(body) as { errors: unknown[] }).errors).toMatchObject([
      { source: { pointer }, detail, code: '100' },
    ])
  })

  it('accepts numbers and text, and keeps what it was given', async () => {
    const sandbox = make()
    await create(sandbox, {
      ...november,
      filters: { year: 2021, month: 11 },
      callback_url: 'http://example.com',
      callback_method: 'GET',
    })
    expect(sandbox.exports).toMatchObject([
      {
        filters: { year: 2021, month: 11 },
        callback_url: 'http://example.com',
        callback_method: 'GET',
        status: 'pending',
      },
    ])
  })
})

describe('the account', () => {
  it('lets 20 requests through in any second', async () => {
    const sandbox = createSandbox({ now: NOW, realTime: false })
    const statuses = async (count: number): Promise<number[]> =>
      Promise.all(Array.from({ length: count }, async () => (await ask(sandbox, '/v3/exports')).status))
    const ok = (all: number[]): number => all.filter((status) => status === 200).length
    expect(ok(await statuses(15))).toBe(15)
    sandbox.advance(600)
    expect(ok(await statuses(15))).toBe(5)
    sandbox.advance(399)
    expect(ok(await statuses(5))).toBe(0)
    sandbox.advance(1)
    expect(ok(await statuses(30))).toBe(15)
    const refused = await ask(sandbox, '/v3/exports')
    expect(await refused.json()).toEqual({ errors: [{ status: '429', detail: 'Too Many Requests' }] })
  })

  it('lists by order and page, with links on the origin that was asked', async () => {
    const sandbox = make()
    for (let i = 0; i < 5; i += 1) {
      await create(sandbox, november)
      sandbox.advance('4s')
    }
    const page = async (query: string) =>
      (await (await ask(sandbox, `http://localhost:99/v3/exports?${query}`)).json()) as {
        data: { id: string; attributes: { status: string } }[]
        meta: object
        links: Record<string, string>
      }
    const ids = sandbox.exports.map(({ id }) => id)
    const second = await page('page[size]=2&page[number]=2&sort=-created_at')
    expect(second.data.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    expect(second.meta).toEqual({ total_records: 5, api_version: '2021-12-15' })
    const link = (number: number) =>
      `http://localhost:99/v3/exports?page%5Bnumber%5D=${number}&page%5Bsize%5D=2&sort=-created_at`
    expect(second.links).toEqual({ first: link(1), prev: link(1), next: link(3), last: link(3) })
    expect((await page('sort=status,-created_at')).data.map(({ attributes }) => attributes.status)).toEqual([
      'Completed',
      'Completed',
      'Completed',
      'Processing',
      'Processing',
    ])
    expect(Object.keys((await page('page[size]=5')).links)).toEqual(['first', 'last'])
  })

  it('deletes an export and its file a month after completion', async () => {
    const sandbox = make({ now: '2022-01-31T00:00:00Z' })
    const { id } = await pull(sandbox, { export_type: 'cdr_in', filters: { year: '2022', month: '1' } })
    const file = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
    expect(sandbox.exports[0]?.deleted_at).toBe('2022-02-28T00:00:10.000Z')
    sandbox.advance(Date.parse('2022-02-28T00:00:09.999Z') - sandbox.clock.now())
    expect((await ask(sandbox, file)).status).toBe(200)
    sandbox.advance(1)
    const gone = await ask(sandbox, file)
    expect([gone.status, await gone.text()]).toEqual([404, ''])
    expect((await ask(sandbox, `/v3/exports/${id}`)).status).toBe(404)
    expect(sandbox.exports[0]?.status).toBe('deleted')
  })

  it('has no file before the export is completed', async () => {
    const sandbox = make()
    await create(sandbox, november)
    sandbox.advance('9s')
    const path = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
    expect((await ask(sandbox, path)).status).toBe(404)
    sandbox.advance('1s')
    expect((await ask(sandbox, path)).status).toBe(200)
  })

  it.each(apiVersions.flatMap((own) => apiVersions.map((asked) => [own, asked] as const)))(
    'of %s serves %s when requested, unless that is older',
    async (own, asked) => {
      const response = await ask(make({ apiVersion: own }), '/v3/exports', {
        headers: { 'X-DIDWW-API-Version': asked },
      })
      const served = [own, asked].sort().at(-1) as ApiVersion
      // A key is no longer taken where tokens are.
      if (facts[served].token) expect([response.status, await response.text()]).toEqual([401, ''])
      else expect(await response.json()).toMatchObject({ meta: { api_version: served } })
    },
  )

  it('listens on one port of this machine until it is closed', async () => {
    const sandbox = make()
    const [url, again] = await Promise.all([sandbox.listen(), sandbox.listen()])
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect([again, sandbox.url]).toEqual([url, url])
    await expect(make().listen({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining('EADDRINUSE') as string,
    })
    await sandbox.close()
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    expect(await sandbox.listen()).toMatch(/^http/)
    await sandbox.close()
  })

  it('serves its own version when none or an unknown one is requested', async () => {
    for (const header of [{}, { 'X-DIDWW-API-Version': '1999-01-01' }, { 'X-DIDWW-API-Version': 'x' }]) {
      const response = await ask(make(), '/v3/exports', { headers: header })
      expect(await response.json()).toMatchObject({ meta: { api_version: '2021-12-15' } })
    }
  })

  it('logs every request and no secret', async () => {
    const sandbox = make()
    await ask(sandbox, '/v3/exports?sort=status', { headers: { Authorization: 'Bearer secret', 'X-Other': 'seen' } })
    await sandbox.fetch(`${sandbox.url}/v3/exports`, { headers: { 'Api-Key': 'another-secret' } })
    expect(sandbox.requests).toMatchObject([
      {
        number: 1,
        method: 'GET',
        path: '/v3/exports?sort=status',
        operation: 'listExports',
        status: 200,
        at: Date.parse(NOW),
      },
      { number: 2, status: 401 },
    ])
    expect(sandbox.requests[0]?.headers).toMatchObject({ 'api-key': '***', authorization: '***', 'x-other': 'seen' })
    expect(JSON.stringify(sandbox.requests)).not.toMatch(new RegExp(`secret|${sandbox.apiKey}`))
  })
})

describe('parts of a file', () => {
  const setUp = async (options: SandboxOptions = {}) => {
    const sandbox = make(options)
    const { file } = await pull(sandbox, november)
    const path = `/v3/exports/${sandbox.exports[0]?.file ?? ''}`
    const etag = (await ask(sandbox, path)).headers.get('ETag') ?? ''
    const part = async (headers: Record<string, string>) => {
      const response = await ask(sandbox, path, { headers })
      return { response, body: Buffer.from(await response.arrayBuffer()), range: response.headers.get('Content-Range') }
    }
    return { file, etag, part }
  }

  it.each([
    ['bytes=100-', 100, undefined],
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=-8', -8, undefined],
    ['bytes=5-999999', 5, undefined],
  ])('%s', async (Range, from, to) => {
    const { file, etag, part } = await setUp()
    for (const condition of [{}, { 'If-Range': etag }]) {
      const { response, body, range } = await part({ Range, ...condition })
      expect(response.status).toBe(206)
      expect(body).toEqual(file.subarray(from, to))
      const start = from < 0 ? file.length + from : from
      expect(range).toBe(`bytes ${start}-${start + body.length - 1}/${file.length}`)
    }
  })

  it('is whole for another state, for what is no range, and when switched off', async () => {
    const { file, part } = await setUp()
    for (const headers of [
      { Range: 'bytes=5-', 'If-Range': '"other"' },
      { Range: 'bytes=5-1' },
      { Range: 'bytes=0-1,3-4' },
      { Range: 'lines=1-' },
    ]) {
      const { response, body } = await part(headers)
      expect([response.status, body.equals(file)]).toEqual([200, true])
    }
    const off = await setUp({ ranges: false })
    expect(off.etag).toBe('')
    expect((await off.part({ Range: 'bytes=5-' })).response.status).toBe(200)
  })

  it('is 416 beyond the end', async () => {
    const { file, part } = await setUp()
    const { response, range } = await part({ Range: `bytes=${file.length}-` })
    expect([response.status, range]).toEqual([416, `bytes */${file.length}`])
  })
})

it.each([
  [{ now: 'yesterday' }, 'now "yesterday" is not a time'],
  [{ rows: -1 }, 'rows must be'],
  [{ rows: 1.5 }, 'rows must be'],
  [{ apiVersion: '2020-01-01' as '2021-12-15' }, 'apiVersion "2020-01-01" is not known'],
  [{ rateLimit: 0 }, 'rateLimit must be'],
  [{ pendingFor: 'soon' as '1s' }, '"soon" is not a duration'],
])('%j is refused', (options, message) => {
  expect(() => createSandbox(options)).toThrow(message)
})
