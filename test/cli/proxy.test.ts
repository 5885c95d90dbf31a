import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execFile } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { openProxy } from '../helpers/proxy.js'

let sandbox: Sandbox
let env: Record<string, string>
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-proxy-'))
  sandbox = createSandbox({ realTime: true, pendingFor: 0, processingFor: 0, rows: 20 })
  env = { DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: await sandbox.listen() }
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

const pull = (dir: string): string[] => [
  'pull',
  '--type',
  'cdr_in',
  '--period',
  closedMonth.period,
  '--out',
  join(folder, dir),
]

test('JSON and files go through the proxy that the environment names', async () => {
  await using proxy = await openProxy()
  const { code, stderr } = await cli(pull('through'), { env: { ...env, http_proxy: proxy.url } })
  expect(stderr).toContain('pulled: 20 calls')
  expect(code).toBe(0)
  const host = new URL(sandbox.url).host
  expect(new Set(proxy.tunnels)).toEqual(new Set([host]))
})

test.each([
  ['all', '*'],
  ['its name among others', 'example.com, 127.0.0.1'],
])('NO_PROXY with %s goes directly', async (_name, except) => {
  await using proxy = await openProxy()
  const { code } = await cli(['list'], { env: { ...env, HTTP_PROXY: proxy.url, NO_PROXY: except } })
  expect({ code, tunnels: proxy.tunnels }).toEqual({ code: 0, tunnels: [] })
})

test.each([
  ['another port', '127.0.0.1:1'],
  ['a part of its name', '7.0.0.1'],
])('NO_PROXY with %s excludes nothing', async (_name, except) => {
  await using proxy = await openProxy()
  const { code } = await cli(['list'], { env: { ...env, HTTP_PROXY: proxy.url, NO_PROXY: except } })
  expect(code).toBe(0)
  expect(proxy.tunnels.length).toBeGreaterThan(0)
})

test('a proxy without a scheme is an HTTP proxy, as with curl', async () => {
  await using proxy = await openProxy()
  const { code } = await cli(['list'], { env: { ...env, HTTP_PROXY: new URL(proxy.url).host } })
  expect(code).toBe(0)
  expect(proxy.tunnels.length).toBeGreaterThan(0)
})

test.each([
  ['a port that does not exist', 'http://user:canary@127.0.0.1:99999', 'is no URL of a proxy'],
  ['no host', 'http://', 'is no URL of a proxy'],
  ['a stray % in its password', 'http://user:canary%@127.0.0.1:9', 'write it as %25'],
  ['another protocol', 'socks5://user:canary@127.0.0.1:9', 'names a proxy of socks5'],
])('HTTP_PROXY with %s is a clear error, and nothing is sent', async (_name, proxy, said) => {
  const before = sandbox.requests.length
  for (const command of ['list', 'doctor']) {
    const { code, stderr } = await cli([command], { env: { ...env, HTTP_PROXY: proxy } })
    expect(stderr).toMatch(/^error: HTTP_PROXY .*\[ConfigurationError invalid_proxy\] .*NO_PROXY/)
    expect(stderr).toContain(said)
    expect(stderr).not.toContain('canary')
    expect(code).toBe(2)
  }
  expect(sandbox.requests.length).toBe(before)
})

test('doctor names the proxy without its password', async () => {
  await using proxy = await openProxy()
  const named = proxy.url.replace('//', '//user:canary@')
  const { code, stdout } = await cli(['doctor'], { env: { ...env, HTTP_PROXY: named } })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ok {4}proxy {9}HTTP_PROXY: http:\/\/127\.0\.0\.1:\d+, by undici$/m)
  expect(stdout).not.toContain('canary')
})

test('a proxy that does not answer exits 4, and nothing keeps the process alive', async () => {
  const held = new Set<Socket>()
  const silent = createServer((socket) => held.add(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const began = performance.now()
  const { code, stdout } = await cli(['doctor'], { env: { ...env, HTTP_PROXY: `http://127.0.0.1:${port}` } })
  expect(code).toBe(4)
  expect(stdout).toMatch(/^fail {2}api .* no answer within\n {20}10000 ms\n {20}.*the proxy of HTTP_PROXY/m)
  expect(performance.now() - began).toBeLessThan(15_000)
  for (const socket of held) socket.destroy()
  silent.close()
})

test('without undici a proxy is an error, and nothing bypasses it', async () => {
  // The package as it is installed where nobody asked for undici.
  const alone = join(folder, 'alone')
  for (const path of ['dist/src', 'package.json', 'dist/openapi'])
    await cp(path, join(alone, path), { recursive: true })
  for (const name of await readdir('node_modules')) {
    if (/^(?:commander|openapi-fetch)$/.test(name)) {
      await cp(join('node_modules', name), join(alone, 'node_modules', name), { recursive: true })
    }
  }
  await symlink(alone, join(alone, 'node_modules/didww-exports'))
  const before = sandbox.requests.length
  const ran = (args: string[]): Promise<{ code: number; text: string }> =>
    new Promise((settle) => {
      const options = {
        env: { PATH: process.env['PATH'], ...env, HTTP_PROXY: 'http://127.0.0.1:9' },
        cwd: resolve(alone),
      }
      execFile(process.execPath, [join(alone, 'dist/src/cli/main.js'), ...args], options, (error, stdout, stderr) =>
        settle({ code: Number(error?.code ?? 0), text: stdout + stderr }),
      )
    })
  const listed = await ran(['list'])
  expect(listed.text).toMatch(/^error: HTTP_PROXY is set.*proxy_not_possible.*npm install undici.*NO_PROXY/)
  const examined = await ran(['doctor'])
  expect(examined.text).toMatch(/^fail {2}proxy .*cannot be used here\n.*npm install undici/)
  expect([listed.code, examined.code, sandbox.requests.length]).toEqual([2, 2, before])
})
