import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { facts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import { type AnyClient, createAnyClient } from '../../src/create-exports-client.js'
import { ApiError } from '../../src/index.js'
import { type Example, examplesOf, type JsonApiDocument, requestsOf } from './examples.js'

const ID = '77ebb57f-7b01-4178-bc84-9d1a8d2ae850'
const counts: Record<string, number> = {}
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-examples-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  console.log(`examples that passed through client and Prism: ${JSON.stringify(counts)}`)
})

/** What the caller gets of a document: its envelope is taken off. */
const unwrapped = ({ data, meta, links }: JsonApiDocument): unknown => {
  const off = ({ id, attributes }: JsonApiDocument['data']): object => ({ id, ...attributes })
  return Array.isArray(data) ? { data: data.map(off), meta, links } : off(data)
}

/** Makes the request of an example by the method a caller would use. */
const call = async (didww: AnyClient, { operationId, answer, request, name }: Example): Promise<unknown> => {
  const id = request?.data.id ?? (answer.data as Partial<JsonApiDocument['data']> | undefined)?.id ?? ID
  switch (operationId) {
    case 'createExport':
      return didww.create(request?.data.attributes as never)
    case 'updateExport':
      return didww.update?.(id, request?.data.attributes as never)
    case 'retrieveExport':
      return didww.retrieve(id)
    case 'listExports':
      return didww.list({ sort: '-created_at', page: { number: 1, size: 50 } })
    case 'downloadExport':
      return didww.download(
        { id, url: `${didww.origin}/v3/exports/${ID}.csv.gz` },
        { to: join(folder, `${name}.gz`), maxRetries: 0 },
      )
    default:
      throw new Error(`no way to call ${operationId}`)
  }
}

describe.each(apiVersions)('%s', (version) => {
  const origin = inject('prism')[version] ?? ''
  const examples = examplesOf(version).map((one) => [`${one.operationId} ${one.status} ${one.name}`, one] as const)

  test('every request has an answer of the same name', () => {
    for (const [operationId, names] of requestsOf(version)) {
      const answers = examplesOf(version).filter((one) => one.operationId === operationId && one.status < 300)
      expect(answers.map(({ name }) => name)).toEqual(names)
    }
  })

  test('every JSON operation has an example of its success', () => {
    const shown = new Set(examplesOf(version).flatMap(({ status, operationId }) => (status < 300 ? [operationId] : [])))
    const operations = Object.keys(facts[version].operations).filter((name) => name !== 'downloadExport')
    expect([...shown].sort()).toEqual(operations.sort())
  })

  test.each(examples)('%s', async (_name, example) => {
    const { operationId, status, name, answer, request } = example
    const sent: unknown[] = []
    const spy: typeof fetch = async (input, init) => {
      const asked = new Request(input, init)
      if (asked.body && new URL(asked.url).origin === origin) sent.push(await asked.clone().json())
      return fetch(asked)
    }
    const didww = createAnyClient({
      apiKey: 'key',
      apiVersion: version,
      baseUrl: origin,
      authUrl: inject('prism')['token'],
      maxRetries: 0,
      headers: { Prefer: `code=${status}, example=${name}` },
      fetch: spy,
    })
    const outcome = await call(didww, example).catch((error: unknown) => error)
    if (status < 300) expect(outcome).toEqual(unwrapped(answer))
    else {
      expect(outcome).toBeInstanceOf(ApiError)
      expect(outcome).toMatchObject({ status, errors: answer.errors })
    }
    // A token that is refused is renewed once, and the request sent again.
    const times = status === 401 && facts[version].token && operationId !== 'downloadExport' ? 2 : 1
    expect(sent).toEqual(request ? Array.from({ length: times }, () => request) : [])
    counts[version] = (counts[version] ?? 0) + 1
  })
})
