/** Makes many calls, a fifth of them refused, cut or late, and says what is held after one half and after the other. */
import { createExportsClient } from '../../src/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { exportDocument, ID, JSON_API, reply } from '../helpers/document.js'
import { type Reply, serve } from '../helpers/serve.js'

const collect = gc
if (!collect) throw new Error('run this with --expose-gc')

const ROUND = 1_500
const ROUNDS = 4

/** In turn: refused, cut, later than allowed; otherwise good. */
const ANSWERS: (() => Reply | Promise<Reply>)[] = [
  () => ({ status: 503 }),
  () => ({ status: 422, body: '<html>' }),
  () => ({ headers: { 'Content-Type': JSON_API }, body: '{"data"' }),
  () => new Promise(() => undefined),
]
const good = reply(exportDocument())

await using server = await serve((_, count) => ANSWERS[count % 20]?.() ?? good)
const didww = createExportsClient({
  apiKey: 'key',
  baseUrl: server.origin,
  limiter: unlimited,
  maxRetries: 0,
  timeout: 20,
})
/** The least that is held after any of some rounds: what the engine has not cleaned up yet varies. */
const rounds = async (): Promise<{ heap: number; handles: number }> => {
  let heap = Infinity
  for (let count = 0; count < ROUNDS; count += 1) {
    for (let n = 0; n < ROUND; n += 1) await didww.retrieve(ID).catch(() => undefined)
    server.requests.length = 0
    for (let n = 0; n < 5; n += 1) collect()
    heap = Math.min(heap, process.memoryUsage().heapUsed)
  }
  return { heap, handles: process.getActiveResourcesInfo().length }
}
console.log(JSON.stringify({ calls: 2 * ROUND * ROUNDS, before: await rounds(), after: await rounds() }))
