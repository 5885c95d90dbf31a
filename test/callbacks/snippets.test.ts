import type { Server } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../scripts/free-port.js'
import { signCallback } from '../../src/callbacks/index.js'
import { ID } from './vectors.js'

const secret = 'the secret of the snippets'
const PAYLOAD = { id: ID, type: 'exports', status: 'completed' }
const HEADER = 'X-DIDWW-Signature'

let url = ''
let server: Server | undefined

beforeEach(async () => {
  vi.resetModules()
  const port = await freePort()
  url = `http://127.0.0.1:${port}/didww`
  vi.stubEnv('PORT', String(port))
  vi.stubEnv('DIDWW_CALLBACK_SECRET', secret)
  vi.stubEnv('DIDWW_CALLBACK_URL', url)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

type Send = (request: Request) => Promise<Response>

/** By POST, by GET, again, with a wrong signature, by PUT and as JSON. */
const statuses = async (send: Send): Promise<number[]> => {
  const body = new URLSearchParams(PAYLOAD).toString()
  const called = `${url}?id=${ID}&status=completed&type=exports`
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const post = await signCallback({ url, parameters: PAYLOAD, secret })
  const get = await signCallback({ url: called, parameters: PAYLOAD, secret })
  const requests = [
    new Request(url, { method: 'POST', body, headers: { ...headers, [HEADER]: post } }),
    new Request(called, { headers: { [HEADER]: get } }),
    new Request(url, { method: 'POST', body, headers: { ...headers, [HEADER]: post } }),
    new Request(url, { method: 'POST', body, headers: { ...headers, [HEADER]: get } }),
    new Request(url, { method: 'PUT', body, headers: { ...headers, [HEADER]: post } }),
    new Request(url, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }),
  ]
  const seen: number[] = []
  for (const request of requests) seen.push((await send(request)).status)
  return seen
}

const hintCame = async (): Promise<boolean> => {
  const { hints } = await import('../snippets/callbacks/receiver.js')
  await hints.wait(ID, AbortSignal.timeout(100))
  return true
}

test.each(['node', 'express', 'fastify'] as const)('the snippet for %s receives', async (name) => {
  const snippet = (await import(`../snippets/callbacks/${name}.ts`)) as { server: Server }
  server = snippet.server
  if (!server.listening) await new Promise((resolve) => server?.once('listening', resolve))
  expect(await statuses(fetch)).toEqual([204, 204, 204, 403, 405, 415])
  expect(await hintCame()).toBe(true)
})

test('the snippet for Hono receives', async () => {
  const { app } = await import('../snippets/callbacks/hono.js')
  expect(await statuses(async (request) => app.fetch(request))).toEqual([204, 204, 204, 403, 405, 415])
  expect(await hintCame()).toBe(true)
})

test('the snippet for Next receives', async () => {
  const route: Record<string, Send> = await import('../snippets/callbacks/next.js')
  // Next answers 405 itself to a method that a route does not export.
  const send: Send = (request) =>
    route[request.method]?.(request) ?? Promise.resolve(new Response(null, { status: 405 }))
  expect(await statuses(send)).toEqual([204, 204, 204, 403, 405, 415])
  expect(await hintCame()).toBe(true)
})

test('the snippet for Workers receives', async () => {
  const { default: worker } = await import('../snippets/callbacks/workers.js')
  const sent: string[] = []
  const env = {
    DIDWW_CALLBACK_SECRET: secret,
    DIDWW_CALLBACK_URL: url,
    EXPORTS: { send: (id: string) => Promise.resolve(sent.push(id)) },
  }
  expect(await statuses((request) => worker.fetch(request, env))).toEqual([204, 204, 204, 403, 405, 415])
  expect(sent).toEqual([ID])
})
