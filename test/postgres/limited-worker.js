/** Sends requests in four loops for as long as stdin is open, as fast as the shared limiter lets it. */
import pg from 'pg'
import { createExportsClient } from 'didww-exports'
import { postgresLimiter } from '../../dist/src/pull/postgres/limiter.js'

const [, , connectionString, baseUrl, apiKey, interval] = process.argv
const pool = new pg.Pool({ connectionString, max: 2 })
const limiter = postgresLimiter({ pool, key: 'one', ...(interval && { interval: Number(interval) }) })
await limiter.acquire()
const stop = new AbortController()
process.stdin.resume().once('end', () => stop.abort())
process.stdout.write('ready\n')
const didww = createExportsClient({ baseUrl, apiKey, limiter })
const loop = async () => {
  while (!stop.signal.aborted) await didww.list(undefined, { signal: stop.signal }).catch(() => undefined)
}
await Promise.all([loop(), loop(), loop(), loop()])
await pool.end()
