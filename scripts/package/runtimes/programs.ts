/**
 * The programs of the consumers. Each creates an export and retrieves it, and reads the calls where files are supported.
 * It finds the sandbox in its environment and prints one line of JSON.
 */

/** The web entry. The sandbox is an argument, because a worker and a page have no environment. */
export const WEB = `import { createExportsClient } from 'didww-exports/web'
export const exercise = async ({ baseUrl, apiKey, year, month }) => {
  const didww = createExportsClient({ baseUrl, apiKey })
  const { id } = await didww.create({ export_type: 'cdr_in', filters: { year, month } })
  const { status } = await didww.retrieve(id)
  return { id, status, files: 'download' in didww }
}
`

const SANDBOX = `{
  baseUrl: process.env.DIDWW_BASE_URL, apiKey: process.env.DIDWW_API_KEY, year: process.env.YEAR, month: process.env.MONTH
}`

/** The web entry in a runtime with `process`. */
export const WEB_MAIN = `import process from 'node:process'
import { exercise } from './web.mjs'
console.log(JSON.stringify(await exercise(${SANDBOX})))
`

/** The web entry in a worker that answers over HTTP. */
export const WORKER = `import { exercise } from './web.mjs'
export default {
  fetch: async (request, env) => {
    try {
      return Response.json(await exercise(env))
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 })
    }
  },
}
`

/** The web entry in a page. The sandbox has the origin of the page. */
export const PAGE = `import { exercise } from './web.mjs'
globalThis.exercised = exercise({ ...globalThis.sandbox, baseUrl: location.origin })
`

const BODY = `const didww = createExportsClient()
  const { id } = await didww.create({ export_type: 'cdr_in', filters: { year: process.env.YEAR, month: process.env.MONTH } })
  const done = await didww.waitUntilCompleted(id)
  let calls = 0
  for await (const batch of didww.records(done).batches()) calls += batch.length
  const { status } = await didww.retrieve(id)
  console.log(JSON.stringify({ id, status, calls, columns: columnsOf('2021-12-15', 'cdr_in').length }))`

/** Main entry and records, as a module. */
export const ESM = `import process from 'node:process'
import { createExportsClient } from 'didww-exports'
import { columnsOf } from 'didww-exports/records'
const main = async () => {
  ${BODY}
}
await main()
`

/** The same, by \`require()\`. */
export const COMMONJS = `const { createExportsClient } = require('didww-exports')
const { columnsOf } = require('didww-exports/records')
const main = async () => {
  ${BODY}
}
main()
`

/** What a compiler must accept, and the two lines that it must refuse. */
export const TYPED = `import { createExportsClient, NotFoundError, type Export } from 'didww-exports'
import { createExportsClient as createWebClient } from 'didww-exports/web'
const didww = createExportsClient({ apiKey: 'key' })
export const status = async (id: string): Promise<'Pending' | 'Processing' | 'Completed'> => {
  const one: Export<'2021-12-15'> = await didww.retrieve(id)
  return one.status
}
export const seconds = async (id: string): Promise<number> => {
  let sum = 0
  const done = await didww.waitUntilCompleted(id)
  for await (const call of didww.records(done)) sum += call.duration_secs ?? 0
  return sum
}
export const isGone = (error: unknown): boolean => error instanceof NotFoundError && error.status === 404
// @ts-expect-error - cdr_in has no day
export const day = () => didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } })
// @ts-expect-error - files need Node.js
export const file = createWebClient({ apiKey: 'key' }).download
`
