import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { signCallback } from '../../src/callbacks/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { ID, SECRET, VECTORS } from '../callbacks/vectors.js'
import { cli } from '../helpers/cli.js'

const env = { DIDWW_CALLBACK_SECRET: SECRET }
const pairs = (parameters: object): string[] => Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
const BODY = `id=${ID}&type=exports&status=completed`

describe('sign and verify', () => {
  // One by POST, one by GET; all of them go through the library.
  const vectors = VECTORS.slice(-2)

  it.each(vectors)('$url by the vectors', async ({ url, called, parameters, signature }) => {
    const method = called === undefined ? [] : ['--method', 'GET']
    const signed = await cli(['callbacks', 'sign', '--url', url, ...method, ...pairs(parameters)], { env })
    expect(signed).toMatchObject({ code: 0, stdout: `${signature}\n` })
    const body = new URLSearchParams(parameters).toString()
    const received = called === undefined ? ['--body', body] : ['--received', called]
    const args = ['callbacks', 'verify', '--url', url, '--signature', signature, ...received, '--json']
    const verified = await cli(args, { env })
    expect(verified.code).toBe(0)
    expect(JSON.parse(verified.stdout)).toEqual(parameters)
  })
})

test('a signature that does not match exits 5, and explain says what was tried', async () => {
  const received = ['--url', 'https://example.com', '--signature', 'a'.repeat(40), '--body', BODY]
  const refused = await cli(['callbacks', 'verify', ...received], { env })
  expect(refused).toMatchObject({ code: 5, stdout: '' })
  expect(refused.stderr).toContain('CallbackVerificationError')
  const explained = await cli(['callbacks', 'explain', ...received], { env })
  expect(explained.code).toBe(5)
  expect(explained.stdout).toContain('Refused: The signature does not fit.')
  expect(explained.stdout).toContain(`text https://example.com:443id${ID}statuscompletedtypeexports`)
  expect(explained.stdout).toContain(`text https://example.com:443/id${ID}statuscompletedtypeexports`)
  const data = await cli(['callbacks', 'explain', ...received, '--json'], { env })
  expect(JSON.parse(data.stdout)).toMatchObject({ verified: false, reason: 'wrong_signature' })
  expect(explained.stdout + data.stdout).not.toContain(SECRET)
})

describe('explain', () => {
  const API_KEY = 'the-key-of-the-account'
  const url = 'https://example.com/cb'
  const of = async (secret: string, signed: string, given: string, environment: Record<string, string>) => {
    const parameters = { id: ID, type: 'exports', status: 'completed' }
    const signature = await signCallback({ url: signed, parameters, secret })
    const args = ['callbacks', 'explain', '--url', given, '--signature', signature, '--body', BODY]
    const outcome = await cli(args, { env: environment })
    expect(outcome.stdout).not.toMatch(new RegExp(`${SECRET}|${API_KEY}`))
    return outcome
  }
  const both = { ...env, DIDWW_API_KEY: API_KEY }

  it('tries both keys and names the one that holds', async () => {
    const byKey = await of(API_KEY, url, url, both)
    expect(byKey).toMatchObject({ code: 0, stdout: expect.stringContaining('\nSigned with the API key.\n') as string })
    const bySecret = await of(SECRET, url, url, both)
    expect(bySecret.stdout).toContain('\nSigned with the callback secret.\n')
    const neither = await of('another', url, url, both)
    expect(neither.code).toBe(5)
    expect(neither.stdout).toContain('Neither the callback secret nor the API key fits, nor at similar URLs.')
  })

  it('says which key was not tried', async () => {
    expect((await of(API_KEY, url, url, env)).stdout).toContain('The API key was not tried: set DIDWW_API_KEY')
    const keyOnly = await of(SECRET, url, url, { DIDWW_API_KEY: API_KEY })
    expect(keyOnly.stdout).toContain('A callback secret was not tried: set DIDWW_CALLBACK_SECRET')
  })

  it('names the similar URL that was signed, and exits 5', async () => {
    const { code, stdout } = await of(API_KEY, 'https://Example.com/cb/', 'http://example.com/cb', both)
    expect(code).toBe(5)
    expect(stdout).toContain('The signature holds for https://Example.com/cb/, signed with the API key.')
    expect(stdout).toContain('It is https: a proxy that ends TLS passes requests on by http.')
    expect(stdout).toContain('Its path is /cb/')
    expect(stdout).toContain('Its host is written Example.com')
  })
})

test('sign takes the key that was chosen, by default the callback secret', async () => {
  const args = ['callbacks', 'sign', '--url', 'https://example.com/cb', `id=${ID}`]
  const both = { ...env, DIDWW_API_KEY: 'the-key-of-the-account' }
  const byDefault = await cli(args, { env: both })
  const byKey = await cli([...args, '--signed-with', 'api-key'], { env: both })
  const alone = await cli(args, { env: { DIDWW_API_KEY: 'the-key-of-the-account' } })
  expect([byDefault.stderr, byKey.stderr]).toEqual(['signed with the callback secret\n', 'signed with the API key\n'])
  expect(byKey.stdout).toBe(alone.stdout)
  expect(byKey.stdout).not.toBe(byDefault.stdout)
  const missing = await cli([...args, '--signed-with', 'api-key'], { env })
  expect(missing).toMatchObject({ code: 2, stdout: '' })
  expect(missing.stderr).toContain('--signed-with api-key: that key is not given')
})

test('several secrets from a file, the body from stdin', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-secrets-'))
  const file = join(folder, 'secrets')
  await writeFile(file, `the next one\n${SECRET}\n`)
  const url = 'https://example.com/cb'
  const signature = await signCallback({
    url,
    parameters: { id: ID, type: 'exports', status: 'completed' },
    secret: SECRET,
  })
  const args = ['callbacks', 'verify', '--url', url, '--signature', signature, '--body', '-', '--secret-file', file]
  expect(await cli(args, { stdin: `${BODY}\n` })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(ID) as string,
  })
  await rm(folder, { recursive: true })
})

test.each([
  [['sign', '--url', 'https://example.com', 'id=1'], {}, 'There is no callback secret'],
  [['sign', '--url', 'https://example.com', 'id'], env, 'must be written NAME=VALUE'],
  [['sign', '--url', 'ftp://example.com', 'id=1'], env, 'not a URL for HTTP'],
  [['sign', 'id=1'], env, "required option '--url <url>'"],
  [['verify', '--url', 'https://example.com'], env, '--body for a callback by POST, or --received'],
  [['listen', '--port', 'x'], env, '--port must be a whole number'],
  [['listen'], {}, 'There is no callback secret'],
])('%j is a usage error', async (args, environment, message) => {
  const outcome = await cli(['callbacks', ...args], { env: environment })
  expect(outcome).toMatchObject({ code: 2, stdout: '' })
  expect(outcome.stderr).toContain(message)
})

test('listen prints each callback, whether its signature matches, and why not', async () => {
  const environment = { PATH: process.env['PATH'] ?? '', DIDWW_CALLBACK_SECRET: SECRET }
  const child = spawn(process.execPath, ['dist/src/cli/main.js', 'callbacks', 'listen'], { env: environment })
  const seen = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.stderr += text))
  await expect.poll(() => seen.stderr, { timeout: 10_000 }).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+\n/)
  const origin = /http:\S+/.exec(seen.stderr)?.[0] ?? ''
  for (const [method, callbackSecret] of [
    ['POST', SECRET],
    ['GET', SECRET],
    ['POST', 'another'],
  ] as const) {
    await using sandbox = createSandbox({ now: '2026-11-20T00:00:00Z', rows: 1, callbackSecret })
    const attributes = {
      export_type: 'cdr_in',
      filters: { year: '2026', month: '10' },
      callback_url: `${origin}/cb`,
      callback_method: method,
    }
    await sandbox.fetch(`${sandbox.url}/v3/exports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.api+json', 'Api-Key': sandbox.apiKey },
      body: JSON.stringify({ data: { type: 'exports', attributes } }),
    })
    sandbox.advance('10s')
    await expect.poll(() => sandbox.deliveries.length).toBe(1)
  }
  const interrupted = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGINT')
  expect(await interrupted).toBe(130)
  const lines = seen.stdout.trim().split('\n')
  expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'POST /cb verified',
    'GET /cb verified',
    'POST /cb refused',
  ])
  expect(lines[0]).toContain('verified with the callback secret')
  expect(lines[2]).toContain(`(The signature does not fit) id=`)
  expect(lines[2]).toContain(`tried ${origin}/cb`)
})
