import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'

const document = JSON.parse(readFileSync('generated/openapi/token.json', 'utf8')) as object
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema({ $id: 'document', ...document })

const AUDIENCE = 'api.didww.com'

/** Asks for a token; what comes is judged by the document. */
const ask = async (sandbox: Sandbox, body: unknown, key = sandbox.apiKey) => {
  const response = await sandbox.fetch(`${sandbox.authUrl}/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key !== '' && { 'Api-Key': key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const answer = (await response.json()) as Record<string, unknown>
  const schema = response.ok ? 'Token' : 'TokenError'
  const isValid = ajv.compile({ $ref: `document#/components/schemas/${schema}` })
  expect(isValid(answer) || isValid.errors).toBe(true)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  return { status: response.status, headers: response.headers, answer }
}

test.each<[string, unknown, string | undefined, number, object]>([
  ['no more than it must', { aud: AUDIENCE }, undefined, 200, { scope: 'full', expires_in: 900, aud: AUDIENCE }],
  ['a list of audiences', { aud: [AUDIENCE] }, undefined, 200, { aud: [AUDIENCE], api_version: '2026-11-19' }],
  ['an older version', { aud: AUDIENCE, api_version: '2022-05-10' }, undefined, 200, { api_version: '2022-05-10' }],
  ['too short a time', { aud: AUDIENCE, expires_in: 1 }, undefined, 200, { expires_in: 60 }],
  ['too long a time', { aud: AUDIENCE, expires_in: 9999 }, undefined, 200, { expires_in: 3600 }],
  ['a time of its own', { aud: AUDIENCE, expires_in: 300 }, undefined, 200, { expires_in: 300 }],
  ['to read', { aud: AUDIENCE, scope: 'read' }, undefined, 200, { scope: 'read' }],
  ['to read exports', { aud: AUDIENCE, scope: 'read:exports' }, undefined, 200, { scope: 'read' }],
  ['to write', { aud: AUDIENCE, scope: 'write' }, undefined, 400, { error: 'invalid_scope' }],
  [
    'no audience',
    {},
    undefined,
    400,
    { error: 'invalid_request', error_description: expect.stringContaining('aud') as string },
  ],
  ['an unknown audience', { aud: 'example.com' }, undefined, 400, { error: 'invalid_request' }],
  [
    'a version there is not',
    { aud: AUDIENCE, api_version: '2020-01-01' },
    undefined,
    400,
    { error: 'invalid_request' },
  ],
  ['no JSON', '{', undefined, 400, { error: 'invalid_request' }],
  ['a wrong key', { aud: AUDIENCE }, 'wrong', 401, { error: 'invalid_client' }],
  ['no key', { aud: AUDIENCE }, '', 401, { error: 'invalid_client' }],
])('a request with %s', async (_name, body, key, status, wanted) => {
  const { answer, headers, ...got } = await ask(createSandbox(), body, key)
  expect(got.status).toBe(status)
  expect(answer).toMatchObject(wanted)
  if (status === 200) expect([headers.get('Cache-Control'), headers.get('Pragma')]).toEqual(['no-store', 'no-cache'])
})

test('a token is valid for its audience, its version and its sandbox only', async () => {
  const sandbox = createSandbox()
  const list = async (claims: object, by = sandbox): Promise<number> => {
    const { access_token } = (await ask(by, claims)).answer as { access_token: string }
    const headers = { Authorization: `Bearer ${access_token}` }
    return (await sandbox.fetch('http://127.0.0.1/v3/exports', { headers })).status
  }
  expect(await list({ aud: AUDIENCE })).toBe(200)
  expect(await list({ aud: ['api-sms.didww.com', AUDIENCE] })).toBe(200)
  expect(await list({ aud: 'api-sms.didww.com' })).toBe(401)
  expect(await list({ aud: AUDIENCE, api_version: '2026-04-16' })).toBe(401)
  expect(await list({ aud: AUDIENCE }, createSandbox({ seed: 'another' }))).toBe(401)
})

test('requests for tokens do not count for the rate limit, and tokens are masked in the log', async () => {
  const sandbox = createSandbox({ rateLimit: 1 })
  for (let n = 0; n < 5; n += 1) expect((await ask(sandbox, { aud: AUDIENCE })).status).toBe(200)
  const { headers } = sandbox.requests[0] ?? {}
  expect(headers).toMatchObject({ 'api-key': '***' })
  expect(sandbox.requests[0]).toMatchObject({ operation: 'createToken', status: 200 })
})

test('faults work for tokens as for any operation', async () => {
  await using sandbox = createSandbox({ faults: [{ on: 'createToken', do: { reset: 'before headers' } }] })
  const { apiKey, clock, authUrl: before } = sandbox
  expect(before).toBe('http://127.0.0.1')
  const baseUrl = await sandbox.listen()
  const didww = createExportsClient({ apiVersion: '2026-11-19', apiKey, clock, baseUrl, authUrl: sandbox.authUrl })
  expect((await didww.list()).meta.total_records).toBe(0)
  expect(sandbox.fired).toHaveLength(1)
  expect(sandbox.requests.map(({ operation }) => operation)).toEqual(['createToken', 'createToken', 'listExports'])
})

test('an account that was moved to the newest version ignores older headers, and takes the key no more', async () => {
  await using sandbox = createSandbox({ apiVersion: '2026-11-19' })
  const { apiKey, clock } = sandbox
  const baseUrl = await sandbox.listen()
  const old = createExportsClient({ apiVersion: '2026-04-16', apiKey, clock, baseUrl })
  await expect(old.list()).rejects.toMatchObject({ name: 'AuthenticationError', status: 401 })
  const didww = createExportsClient({ apiVersion: '2026-11-19', apiKey, clock, baseUrl, authUrl: baseUrl })
  expect((await didww.list()).meta.api_version).toBe('2026-11-19')
})
