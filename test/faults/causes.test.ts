import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AmbiguousCreateError,
  createExportsClient,
  DownloadError,
  type ExportsError,
  NetworkError,
  StorageError,
} from '../../src/index.js'
import { onDatabase } from '../../src/pull/postgres/database.js'
import { ID } from '../helpers/document.js'
import { serveBytes } from '../helpers/serve.js'

const KEY = 'canary-key-7c2e'
const PHONE = '447700900123'

/** Names of members. Assigning `__proto__` would change the class. */
const NAME = fc.string().filter((name) => name !== '__proto__')

/** Everything that a logger or a person could get to see of an error. */
const shown = (error: unknown): string => {
  const texts = [inspect(error, { showHidden: true, depth: 9 }), JSON.stringify(error), String(error)]
  for (let one = error; one instanceof Error; one = one.cause)
    texts.push(one.stack ?? '', JSON.stringify(Object.entries(one)))
  return texts.join('\n')
}

const failureOf = async (work: Promise<unknown>): Promise<ExportsError> =>
  (await work.then(
    () => undefined,
    (error: unknown) => error,
  )) as ExportsError

const ECHOES: [string, string][] = [
  ['a header that cannot be parsed', `HTTP/1.1 200 OK\r\nX-Echo: ${KEY} ${PHONE}\u0000\r\n\r\n`],
  ['no HTTP', `api-key: ${KEY}\r\nfrom ${PHONE}\r\n\r\n`],
  ['a length that is no number', `HTTP/1.1 200 OK\r\nContent-Length: ${KEY}\r\n\r\n`],
  ['a chunk that has no length', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${KEY}\r\n${PHONE}\r\n`],
]

describe.each(ECHOES)('an answer that echoes the request: %s', (_name, bytes) => {
  test.each(['retrieve', 'create', 'download'] as const)('the error of %s shows no key and no number', async (name) => {
    await using server = await serveBytes(bytes)
    const didww = createExportsClient({ apiKey: KEY, baseUrl: server.origin, maxRetries: 0 })
    const file = { id: ID, url: `${server.origin}/v3/exports/${ID}.csv.gz` }
    const calls = {
      retrieve: () => didww.retrieve(ID),
      create: () => didww.create({ export_type: 'cdr_in', filters: { year: 2021, month: 12 } }),
      download: () => didww.download(file, { to: join(tmpdir(), `didww-exports-${randomUUID()}.csv.gz`) }),
    }
    const error = await failureOf(calls[name]())
    expect(error.cause).toBeInstanceOf(Error)
    expect(shown(error)).not.toContain(KEY)
    expect(shown(error)).not.toContain(PHONE)
  })
})

test('a fetch of the user that throws with the key in its message', async () => {
  const fetch = (): Promise<Response> => Promise.reject(new TypeError(`cannot send ${KEY} to ${PHONE}`))
  const error = await failureOf(createExportsClient({ apiKey: KEY, fetch, maxRetries: 0 }).retrieve(ID))
  expect(error).toBeInstanceOf(NetworkError)
  expect(error.cause).toMatchObject({ name: 'TypeError', message: 'cannot send *** to ***23' })
  expect(shown(error)).not.toContain(KEY)
})

test('an error of the database keeps class, code and message, without rows', async () => {
  const failed = Object.assign(new Error(`invalid input syntax for type bigint: "x${PHONE}"`), {
    code: '22P02',
    detail: `Key (source)=(${PHONE})`,
    where: `COPY cdr_in, line 1: "${PHONE}"`,
  })
  const error = await failureOf(onDatabase('load', () => Promise.reject(failed)))
  expect(error).toBeInstanceOf(StorageError)
  expect(error.message).toBe('The database cannot load: 22P02 invalid input syntax for type bigint: "***"')
  expect(error.cause).toMatchObject({ name: 'Error', code: '22P02' })
  expect(Object.keys(error.cause as object)).toEqual(['code'])
  expect(shown(error)).not.toContain(PHONE)
})

test('whatever a foreign error carries, only its class, code, message, frames and cause are kept', () => {
  fc.assert(
    fc.property(fc.dictionary(NAME, fc.jsonValue()), fc.string(), (members, code) => {
      const inner = Object.assign(new RangeError('inner'), { data: KEY })
      const foreign = Object.assign(new TypeError('outer', { cause: inner }), { ...members, data: KEY, code })
      for (const error of [
        new DownloadError('corrupt', 'x', { cause: foreign }),
        new AmbiguousCreateError([], foreign),
      ]) {
        expect(shown(error)).not.toContain(KEY)
        expect(Object.keys(error.cause as object)).toEqual(['code'])
        expect(error.cause).toMatchObject({ cause: { message: 'inner', name: 'RangeError' } })
      }
    }),
  )
})
