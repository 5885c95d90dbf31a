import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../generated/facts.js'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { createExportsClient, ValidationError } from '../../src/index.js'
import { ID, reply, resource } from '../helpers/document.js'
import { type Running, serve } from '../helpers/serve.js'

const TOKEN = {
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 900 }),
}

let answer: unknown
let status = 200
let server: Running
beforeAll(async () => {
  server = await serve(({ path }) => (path === '/token' ? TOKEN : reply(answer, status)))
})
afterAll(() => server[Symbol.asyncDispose]())

const clientOf = (apiVersion: ApiVersion) =>
  createExportsClient({
    apiKey: 'key',
    apiVersion,
    baseUrl: server.origin,
    authUrl: server.origin,
    maxRetries: 0,
  })

const everyOne = async (list: AsyncIterable<unknown>): Promise<unknown[]> => {
  const found: unknown[] = []
  for await (const one of list) found.push(one)
  return found
}

const statusOf = (version: ApiVersion): string => facts[version].completed

const attributesOf = (version: ApiVersion, filters: object = {}): Record<string, unknown> => ({
  status: statusOf(version),
  external_reference_id: null,
  filters,
})

/** Attributes that the caller gets as they came. */
const PASSED_ON = ['created_at', 'callback_url', 'callback_method', 'external_reference_id', 'filters']

/** Attributes that a bill depends on. */
const CHECKED: [string, unknown[]][] = [
  ['status', [1, null, 'failed', undefined]],
  ['url', [1, {}, undefined]],
  ['export_type', [1, null, undefined]],
]

const pageOf = (...data: object[]): object => ({ data, meta: { total_records: data.length }, links: {} })

describe.each(apiVersions)('%s', (version) => {
  test.each([
    ['numbers', { year: 2022, month: 5, day: 1, did_number: '123' }],
    ['strings', { year: '2022', month: '5', day: '1', did_number: '123' }],
  ])('exports of an earlier version, with filters as %s, are read one by one and in a list', async (_, filters) => {
    const didww = clientOf(version)
    const one = resource(attributesOf(version, filters))
    answer = { data: one }
    await expect(didww.retrieve(ID)).resolves.toMatchObject({ id: ID, filters })
    await expect(didww.waitUntilCompleted(ID)).resolves.toMatchObject({ id: ID, filters })
    answer = pageOf(one)
    const { data } = await didww.list()
    expect(data).toMatchObject([{ id: ID, filters }])
    await expect(everyOne(didww.listAll())).resolves.toMatchObject([{ id: ID, filters }])
  })

  test('whatever is said in a member that is only passed on, the call gives the export', async () => {
    const didww = clientOf(version)
    const wild = fc.oneof(fc.constant(undefined), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PASSED_ON), wild, async (name, value) => {
        answer = { data: resource({ ...attributesOf(version), [name]: value }) }
        expect(await didww.retrieve(ID)).toMatchObject({ id: ID, status: statusOf(version) })
        answer = pageOf(resource({ ...attributesOf(version), [name]: value }))
        expect((await didww.list()).data).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })

  test.each(CHECKED)('a wrong %s ends the call', async (name, wrong) => {
    const didww = clientOf(version)
    for (const value of wrong) {
      answer = { data: resource({ ...attributesOf(version), [name]: value }) }
      await expect(didww.retrieve(ID)).rejects.toMatchObject({ code: 'unexpected_shape' })
    }
  })

  test.each([
    ['null', null],
    ['absent', undefined],
  ])('the last page may say that the next one is %s', async (_, next) => {
    answer = { ...pageOf(resource(attributesOf(version))), links: { next, prev: null, first: 1 } }
    await expect(everyOne(clientOf(version).listAll())).resolves.toHaveLength(1)
  })
})

describe('outbound calls without a trunk', () => {
  const refused = (detail: string): object => ({ errors: [{ title: 'Invalid', detail, code: '100', status: '422' }] })
  const create = () =>
    createExportsClient({ apiKey: 'key', baseUrl: server.origin, maxRetries: 0 }).create({
      export_type: 'cdr_out',
      filters: { year: 2021, month: 12 },
    })

  test.each(['filters - voice_out_trunk.id is missing', "Voice out trunk can't be blank"])(
    'a refusal that names the trunk says what to do: %s',
    async (detail) => {
      status = 422
      answer = refused(detail)
      const error: unknown = await create().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(ValidationError)
      expect(error).toMatchObject({ status: 422, hint: expect.stringContaining('one trunk') as string })
    },
  )

  test('another refusal has no such hint', async () => {
    status = 422
    answer = refused('filters - month not valid')
    await expect(create()).rejects.toMatchObject({ status: 422, hint: undefined })
  })
})
