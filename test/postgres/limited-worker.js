/** Sends requests in four loops for as long as stdin is open, as fast as the shared limiter lets it. */
import process from 'node:process'
import pg from 'pg'
import { createExportsClient } from 'didww-exports'
import { postgresLimiter } from 'didww-exports/pull'

const [, , connectionString, intervalMs] = process.argv
const pool = new pg.Pool({ connectionString, max: 2 })
const limiter = postgresLimiter({ pool, key: 'one', ...(intervalMs && { intervalMs: Number(intervalMs) }) })
await limiter.acquire()
let isOver = false
process.stdin.resume().once('end', () => {
  isOver = true
})
process.stdout.write('ready\n')
const didww = createExportsClient({ limiter })
const loop = async () => {
  while (!isOver) await didww.list().catch(() => undefined)
}
await Promise.all([loop(), loop(), loop(), loop()])
await pool.end()
