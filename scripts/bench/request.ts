import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import createClient from 'openapi-fetch'
import type { paths } from '../../generated/2021-12-15.js'
import { facts } from '../../generated/facts.js'
import { unlimited } from '../../src/http/limiter.js'
import { createExportsClient } from '../../src/index.js'
import { exportDocument, ID } from '../../test/helpers/document.js'
import { interleaved, type Variant } from './rounds.js'

const { mediaType, versionHeader, keyHeader } = facts['2021-12-15']
const BODY = JSON.stringify(exportDocument())

const headers = { Accept: mediaType, [versionHeader ?? '']: '2021-12-15', [keyHeader]: 'key' }

const each =
  (work: () => Promise<unknown>): Variant['run'] =>
  async (times) => {
    for (let n = 0; n < times; n += 1) await work()
  }

const variants = (baseUrl: string, fetch: typeof globalThis.fetch, limit: Limit): Variant[] => {
  const url = `${baseUrl}/v3/exports/${ID}`
  const raw = createClient<paths>({ baseUrl, headers, fetch })
  const didww = createExportsClient({ apiKey: 'key', baseUrl, limiter: unlimited, fetch })
  return [
    { name: 'openapi-fetch alone', run: each(() => raw.GET('/v3/exports/{id}', { params: { path: { id: ID } } })) },
    { name: 'retrieve', run: each(() => didww.retrieve(ID)) },
    {
      name: `${limit.name}, JSON.parse`,
      run: each(async () => JSON.parse(await (await limit.send(fetch, url)).text()) as unknown),
    },
  ]
}

/** The least that a call can cost: a fetch by hand. */
interface Limit {
  readonly name: string
  readonly send: (fetch: typeof globalThis.fetch, url: string) => Promise<Response>
}
const bare: Limit = { name: 'fetch', send: (fetch, url) => fetch(url, { headers }) }
const withRequest: Limit = {
  name: 'fetch with a Request',
  send: (fetch, url) => fetch(new Request(url, { headers })),
}

const stub: typeof fetch = () => Promise.resolve(new Response(BODY, { headers: { 'Content-Type': mediaType } }))

/** What our layer adds to a request of openapi-fetch, over loopback and over a `fetch` that answers at once. */
export const run = async (): Promise<void> => {
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': mediaType }).end(BODY))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const loopback = await interleaved(variants(origin, fetch, bare), 500, 61)
  console.log(`over loopback: retrieve at most 1.15 times openapi-fetch alone\n${loopback}\n`)
  const atOnce = await interleaved(variants(origin, stub, withRequest), 5000, 9)
  console.log(`over a fetch that answers at once\n${atOnce}`)
  server.closeAllConnections()
  server.close()
}
