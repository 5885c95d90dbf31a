import { expect, inject, test } from 'vitest'
import { facts } from '../../generated/facts.js'
import { tokenFacts } from '../../generated/token-facts.js'
import { apiVersions } from '../../generated/versions.js'
import { createAnyClient } from '../../src/create-exports-client.js'
import { examplesOf, requestsOf } from './examples.js'

const authUrl = inject('prism')['token'] ?? ''
const examples = examplesOf('token').map((one) => [`${one.status} ${one.name}`, one] as const)

test('every request of a token has an answer of the same name', () => {
  const answers = examplesOf('token').filter(({ status }) => status < 300)
  expect(requestsOf('token')).toEqual([[tokenFacts.operationId, answers.map(({ name }) => name)]])
})

test.each(examples)('a named example of the token service, %s, passes through Prism', async (_name, example) => {
  const { status, name, request, answer } = example
  const response = await fetch(authUrl + tokenFacts.path, {
    method: tokenFacts.method,
    headers: {
      'Content-Type': tokenFacts.mediaType,
      [tokenFacts.keyHeader]: 'key',
      Prefer: `code=${status}, example=${name}`,
    },
    body: JSON.stringify(request),
  })
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual(answer)
})

test.each(apiVersions.filter((version) => facts[version].token))(
  'the requests of a client of %s pass both documents',
  async (apiVersion) => {
    const sent: [string, string[]][] = []
    const spy: typeof fetch = async (input, init) => {
      const request = new Request(input, init)
      const names = ['api-key', 'authorization', 'x-didww-api-version'].filter((name) => request.headers.has(name))
      const response = await fetch(request)
      sent.push([`${new URL(request.url).origin} ${response.status}`, names])
      return response
    }
    const baseUrl = inject('prism')[apiVersion] ?? ''
    const didww = createAnyClient({ apiVersion, apiKey: 'key', baseUrl, authUrl, fetch: spy })
    await didww.list()
    expect(sent).toEqual([
      [`${authUrl} 200`, ['api-key']],
      [`${baseUrl} 200`, ['authorization']],
    ])
  },
)

test('the key on a JSON call of 2026-11-19 is a 401 by the document', async () => {
  const ask = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${inject('prism')['2026-11-19'] ?? ''}/v3/exports`, { headers })
  expect((await ask({ 'Api-Key': 'key' })).status).toBe(401)
  expect((await ask({ Authorization: 'Bearer token' })).status).toBe(200)
})
