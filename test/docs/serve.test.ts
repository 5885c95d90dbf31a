import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FileServer, serveFolder } from '../../scripts/docs/serve.js'

let folder: string
let server: FileServer

/** A path as it stands: `fetch` would tidy it up. */
const ask = (path: string, method = 'GET'): Promise<{ status: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(server.url, { path, method }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
    sent.on('error', reject).end()
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-serve-'))
  await mkdir(join(folder, 'docs'))
  await mkdir(join(folder, 'docs-private'))
  await writeFile(join(folder, 'docs/index.html'), 'the index')
  await writeFile(join(folder, 'docs-private/secret.html'), 'a secret')
  await writeFile(join(folder, 'secret.html'), 'a secret')
  server = await serveFolder(join(folder, 'docs'), 0)
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

test.each(['/', '/index.html', '/index.html?a=b'])('%s is served', async (path) => {
  expect(await ask(path)).toEqual({ status: 200, body: 'the index' })
})

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/../docs-private/secret.html',
  '//../secret.html',
  '/index.html%00.png',
  '/%zz',
  '/none.html',
])('%s is not found', async (path) => {
  expect(await ask(path)).toEqual({ status: 404, body: '404\n' })
})

test('other methods than GET are refused', async () => {
  expect(await ask('/', 'POST')).toMatchObject({ status: 405 })
})
