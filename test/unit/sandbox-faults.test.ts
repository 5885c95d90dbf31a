import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../src/errors/configuration-error.js'
import { createSandbox } from '../../src/sandbox/create-sandbox.js'
import type { Fault } from '../../src/sandbox/faults/fault.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'

const NOW = '2021-12-20T00:00:00Z'

const make = (...faults: Fault[]): Sandbox =>
  createSandbox({ now: NOW, realTime: false, rows: 20, rateLimit: Infinity, faults })

const ask = (sandbox: Sandbox, path = '/v3/exports', init: RequestInit = {}): Promise<Response> =>
  sandbox.fetch(new URL(path, sandbox.url), {
    ...init,
    headers: { 'Api-Key': sandbox.apiKey, 'Content-Type': 'application/vnd.api+json' },
  })

const create = (sandbox: Sandbox, month = '11'): Promise<Response> =>
  ask(sandbox, '/v3/exports', {
    method: 'POST',
    body: JSON.stringify({
      data: { type: 'exports', attributes: { export_type: 'cdr_in', filters: { year: '2021', month } } },
    }),
  })

const statuses = async (sandbox: Sandbox, count: number): Promise<number[]> => {
  const seen: number[] = []
  for (let i = 0; i < count; i += 1) seen.push((await ask(sandbox)).status)
  return seen
}

describe('an invalid fault', () => {
  it.each([
    [{ on: 'listExports', do: { rest: 5 } }, 'faults[0].do.rest is not known'],
    [{ on: 'listExport', do: { reset: 5 } }, 'faults[0].on "listExport" is not an operation'],
    [{ on: 'listExports', do: {} }, 'faults[0].do must NOT have fewer than 1 properties'],
    [{ on: 'listExports' }, 'faults[0].do is missing'],
    [{ do: { reset: 5 } }, 'faults[0].on is missing'],
    [{ on: '*', do: { reset: 'later' } }, 'faults[0].do.reset must be equal to constant'],
    [{ on: '*', do: { reset: 1.5 } }, 'faults[0].do.reset must be integer'],
    [{ on: '*', do: { corrupt: 'bits' } }, 'faults[0].do.corrupt must be one of crc, isize'],
    [{ on: '*', do: { corrupt: { flop: 1 } } }, 'faults[0].do.corrupt.'],
    [{ on: '*', do: { slow: 0 } }, 'faults[0].do.slow must be > 0'],
    [{ on: '*', do: { stale: false } }, 'faults[0].do.stale must NOT be valid'],
    [{ on: '*', do: { length: 'wrong' } }, 'faults[0].do.truncate is missing'],
    [{ on: '*', do: { truncate: 1, length: 'none', framing: 'length' } }, 'faults[0].do has length none'],
    [{ on: '*', do: { reset: 1, stall: 1 } }, 'faults[0].do has reset and stall'],
    [{ on: '*', nth: 0, do: { reset: 1 } }, 'faults[0].nth must be >= 1'],
    [{ on: '*', nth: 'all', do: { reset: 1 } }, 'faults[0].nth must be equal to constant'],
    [{ on: '*', match: { id: 'x' }, do: { reset: 1 } }, 'faults[0].match.id is not known'],
    [{ on: '*', do: { reset: 1 }, when: 'now' }, 'faults[0].when is not known'],
  ])('%j', (fault, message) => {
    const given = [fault] as unknown as Fault[]
    expect(() => make(...given)).toThrow(ConfigurationError)
    expect(() => make(...given)).toThrow(message)
    expect(() => make().inject(...given)).toThrow(message)
  })

  it('is a list', () => {
    expect(() => createSandbox({ faults: {} as unknown as Fault[] })).toThrow('faults must be array')
  })
})

describe('which requests', () => {
  it.each([
    [{}, [503, 200, 200, 200]],
    [{ nth: 2 }, [200, 503, 200, 200]],
    [{ nth: [1, 3] }, [503, 200, 503, 200]],
    [{ nth: 'every' }, [503, 503, 503, 503]],
    [{ on: '*', nth: 4 }, [200, 200, 200, 503]],
    [{ on: 'createExport' }, [200, 200, 200, 200]],
    [{ match: { path: 'sort' } }, [200, 200, 200, 200]],
    [{ match: { path: '/v3/' } }, [503, 200, 200, 200]],
    [{ match: { headers: { 'content-type': 'vnd' } } }, [503, 200, 200, 200]],
    [{ match: { body: 'x' } }, [200, 200, 200, 200]],
  ] as const)('%j', async (rule, want) => {
    const sandbox = make({ on: 'listExports', ...rule, do: { status: 503 } })
    expect(await statuses(sandbox, 4)).toEqual(want)
    expect(sandbox.fired).toHaveLength(want.filter((status) => status === 503).length)
  })

  it('each fault counts its own matches, and the first one that applies wins', async () => {
    const sandbox = make(
      { on: '*', nth: [1, 2], do: { status: 500 } },
      { on: 'listExports', nth: [2, 3], do: { status: 502 } },
    )
    expect(await statuses(sandbox, 4)).toEqual([500, 500, 502, 200])
    expect(sandbox.fired.map(({ fault }) => fault.on)).toEqual(['*', '*', 'listExports'])
    expect(sandbox.fired[0]).toMatchObject({
      at: Date.parse(NOW),
      request: { method: 'GET', path: '/v3/exports', operation: 'listExports' },
    })
  })

  it('can be added later, and removed', async () => {
    const sandbox = make()
    const takeBack = sandbox.inject({ on: '*', nth: 'every', do: { status: 503 } })
    expect(await statuses(sandbox, 2)).toEqual([503, 503])
    takeBack()
    expect(await statuses(sandbox, 1)).toEqual([200])
  })
})

describe('what happens', () => {
  it('a status comes before the request is carried out, or after', async () => {
    const sandbox = make(
      { on: 'createExport', nth: 1, do: { status: 502 } },
      { on: 'createExport', nth: 2, do: { status: 502, carriedOut: true } },
    )
    expect((await create(sandbox)).status).toBe(502)
    expect(sandbox.exports).toHaveLength(0)
    expect((await create(sandbox)).status).toBe(502)
    expect(sandbox.exports).toHaveLength(1)
  })

  it('a delay passes on the clock of the sandbox', async () => {
    const sandbox = make({ on: '*', do: { delay: 7_200_000 } })
    expect((await ask(sandbox)).status).toBe(200)
    expect(sandbox.clock.now()).toBe(Date.parse(NOW) + 7_200_000)
    const given = make({ on: '*', do: { delay: 7_200_000 } })
    await expect(ask(given, '/v3/exports', { signal: AbortSignal.timeout(1) })).rejects.toThrow('timeout')
  })

  it('a list lags behind', async () => {
    const sandbox = make({ on: 'listExports', nth: 'every', do: { lag: 5000 } })
    const total = async (): Promise<number> =>
      ((await (await ask(sandbox)).json()) as { meta: { total_records: number } }).meta.total_records
    expect(await total()).toBe(0)
    expect(sandbox.fired).toHaveLength(0)
    await create(sandbox)
    expect(await total()).toBe(0)
    expect(sandbox.fired).toHaveLength(1)
    sandbox.advance(4999)
    expect(await total()).toBe(0)
    sandbox.advance(1)
    expect(await total()).toBe(1)
  })

  it.each([
    [true, 'Processing'],
    ['Processing', 'Processing'],
    ['pending', 'Pending'],
  ] as const)('an earlier status is reported: %j', async (stale, want) => {
    const sandbox = make({ on: 'retrieveExport', nth: 2, do: { stale } })
    await create(sandbox)
    sandbox.advance('1m')
    const attributes = async (): Promise<unknown> => {
      const answer = await ask(sandbox, `/v3/exports/${sandbox.exports[0]?.id ?? ''}`)
      return ((await answer.json()) as { data: { attributes: unknown } }).data.attributes
    }
    expect(await attributes()).toMatchObject({ status: 'Completed', url: expect.any(String) as string })
    expect(await attributes()).toMatchObject({ status: want, url: null })
    expect(await attributes()).toMatchObject({ status: 'Completed' })
    expect(sandbox.fired).toHaveLength(1)
  })
})

describe('without a socket', () => {
  const bodyOf = async (action: Fault['do']): Promise<string> => (await ask(make({ on: '*', do: action }))).text()

  it.each([{ loseAnswer: true }, { late: 1 }, { reset: 'before headers' }, { status: 100 }] as const)(
    '%j rejects as fetch does',
    async (action) => {
      await expect(ask(make({ on: '*', do: action }))).rejects.toThrow(new TypeError('fetch failed'))
    },
  )

  it.each([{ reset: 10 }, { truncate: 10 }, { truncate: 10, framing: 'chunked' }] as const)(
    '%j breaks the body',
    async (action) => {
      await expect(bodyOf(action)).rejects.toThrow(new TypeError('terminated'))
    },
  )

  it('a truncation with a matching length is not noticed', async () => {
    expect(await bodyOf({ truncate: 8, length: 'wrong' })).toBe('{"data":')
    expect(await bodyOf({ truncate: 8, length: 'none' })).toBe('{"data":')
  })

  it('silence ends with the signal', async () => {
    const sandbox = make({ on: '*', do: { stall: 8 } })
    const stop = new AbortController()
    const response = await ask(sandbox, '/v3/exports', { signal: stop.signal })
    const text = response.text()
    setTimeout(() => stop.abort(new Error('enough')), 10)
    await expect(text).rejects.toThrow('enough')
  })

  it('slow bytes take their time on the clock of the sandbox', async () => {
    const sandbox = make({ on: '*', do: { slow: 100 } })
    const text = await (await ask(sandbox)).text()
    expect(sandbox.clock.now() - Date.parse(NOW)).toBeCloseTo(text.length * 10, -1)
  })
})
