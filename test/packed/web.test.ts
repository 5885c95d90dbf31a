import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { LIMITS } from '../../scripts/package/limits.js'
import { bundleForWeb } from '../../scripts/package/web-bundle.js'
import type { createExportsClient } from '../../src/web/index.js'
import { createSandbox } from '../../src/sandbox/index.js'

const ALL = `export * from 'didww-exports/web'`

/** What every runtime with web standards has; nothing of Node.js, nor `process` or `Buffer`. */
const STANDARD = {
  AbortController,
  AbortSignal,
  DOMException,
  FormData,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  clearTimeout,
  crypto,
  performance,
  setTimeout,
}

test('the web entry reaches nothing of Node.js, and a bundler sees the negative control', async () => {
  const { inputs } = await bundleForWeb(ALL)
  expect(inputs.filter((path) => /openapi-fetch/.test(path))).toHaveLength(1)
  expect(inputs.filter((path) => /ajv|commander/.test(path))).toEqual([])
  await expect(bundleForWeb(`export * from 'didww-exports'`)).rejects.toThrow(/Could not resolve "node:/)
})

test('it creates, waits and retrieves with web standards only', async () => {
  const { code } = await bundleForWeb(ALL, 'iife')
  const context = createContext({ ...STANDARD })
  runInContext(code, context)
  expect(runInContext('[typeof process, typeof Buffer, typeof require]', context)).toEqual(
    Array.from({ length: 3 }, () => 'undefined'),
  )
  const create = runInContext('didww.createExportsClient', context) as typeof createExportsClient
  await using sandbox = createSandbox({ now: '2021-12-20T00:00:00Z' })
  const { apiKey, clock } = sandbox
  const client = create({ apiKey, clock, baseUrl: await sandbox.listen(), fetch })
  const created = await client.create({ export_type: 'cdr_in', filters: { year: '2021', month: '11' } })
  const done = await client.waitUntilCompleted(created.id)
  expect(await client.retrieve(created.id)).toEqual(done)
  expect(Object.keys(client).sort()).toEqual([
    'apiVersion',
    'create',
    'list',
    'listAll',
    'origin',
    'raw',
    'retrieve',
    'waitUntilCompleted',
  ])
  await expect(client.retrieve('..')).rejects.toMatchObject({ name: 'ConfigurationError', code: 'invalid_id' })
})

test('it is small', async () => {
  const client = await bundleForWeb(`export { createExportsClient } from 'didww-exports/web'`)
  const whole = await bundleForWeb(ALL)
  expect(client.gzip).toBeLessThan(LIMITS.webClient)
  expect(whole.gzip).toBeLessThan(LIMITS.web)
})
