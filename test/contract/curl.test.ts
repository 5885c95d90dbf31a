import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import description from '../../generated/openapi/2021-12-15.json' with { type: 'json' }
import { createSandbox } from '../../src/sandbox/index.js'
import requests from '../fixtures/create-export.json' with { type: 'json' }

const run = promisify(execFile)
const ORIGIN = 'https://api.didww.com'
const KEY = '[API token]'
const prism = inject('prism')['2021-12-15'] ?? 'no Prism for 2021-12-15'

interface Answer {
  status: number
  contentType: string
  body: unknown
}

/** Runs a line of the document with the real curl; only the origin and the key are others. */
const curl = async (line: string, more = '', origin = prism, key = 'a-key'): Promise<Answer> => {
  const command = line.replace(ORIGIN, origin).replace(KEY, key) + more
  const { stdout } = await run('sh', ['-c', command], { env: { ...process.env, NO_PROXY: '*' } })
  const [head = '', body = ''] = stdout.split('\r\n\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  return { status, contentType: /^content-type: (.*)$/im.exec(head)?.[1] ?? '', body: JSON.parse(body) as unknown }
}

const bodyOf = (line: string): unknown => JSON.parse(/--data-raw '(.*)'$/.exec(line)?.[1] ?? '')

const valuesOf = (examples: Record<string, { value: unknown }>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value]))

beforeAll(async () => {
  await run('curl', ['--version']).catch(() => {
    throw new Error('curl is not installed; these tests run the five requests of the document with the real one')
  })
})

test('the fixture has five requests, each with one origin and one key', () => {
  expect(requests).toHaveLength(5)
  for (const { curl: line } of requests) {
    expect(line.split(ORIGIN)).toHaveLength(2)
    expect(line.split(KEY)).toHaveLength(2)
  }
})

describe.each(requests)('$name', ({ name, curl: line, status, response }) => {
  test('is created', async () => {
    expect(await curl(line)).toMatchObject({ status, contentType: 'application/vnd.api+json' })
  })

  test("gets the document's answer", async () => {
    const answer = await curl(line, ` -H "Prefer: example=${name}"`)
    expect(answer).toEqual({ status, contentType: 'application/vnd.api+json', body: response })
  })
})

test("the sandbox answers all five with the document's attributes, at the document's time", async () => {
  await using sandbox = createSandbox({ now: '2021-12-20T00:00:00Z' })
  const origin = await sandbox.listen()
  for (const { curl: line, status, response } of requests) {
    const answer = await curl(line, '', origin, sandbox.apiKey)
    const attributes = { ...response.data.attributes, created_at: expect.any(String) as string }
    expect(answer).toMatchObject({ status, body: { data: { type: 'exports', attributes }, meta: response.meta } })
  }
  expect(sandbox.exports).toHaveLength(5)
})

describe('the examples of the description', () => {
  const { post } = description.paths['/v3/exports']

  test("are the document's requests", () => {
    const examples = post.requestBody.content['application/vnd.api+json'].examples
    expect(valuesOf(examples)).toEqual(Object.fromEntries(requests.map((one) => [one.name, bodyOf(one.curl)])))
  })

  test("are the document's answers", () => {
    const examples = post.responses['201'].content['application/vnd.api+json'].examples
    expect(valuesOf(examples)).toEqual(Object.fromEntries(requests.map((one) => [one.name, one.response])))
  })
})

test('the mock does not call the callback', async () => {
  const calls: (string | undefined)[] = []
  const receiver = createServer((request, response) => {
    calls.push(request.url)
    response.end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  const line = requests.find(({ name }) => name === 'cdr-in-callback')?.curl ?? ''
  const { status } = await curl(line.replace('http://example.com', `http://127.0.0.1:${port}/called`))
  await sleep(300)
  receiver.close()
  expect({ status, calls }).toEqual({ status: 201, calls: [] })
})
