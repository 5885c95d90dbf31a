/**
 * Demonstrates a pull by several workers: a real Postgres, the sandbox with faults, and four worker processes, some of
 * which are killed. It ends by itself, with exit code 0 if every call is in the tables exactly once.
 *
 *     npm run cluster
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../src/sandbox/index.js'
import { createDisplay } from './cluster/show.js'
import { startCluster } from './cluster/start.js'
import { startPostgres } from './postgres/start.js'

const WORKERS = 4
const KILL_EVERY_MS = 3_000
const KILLS = 4
/** It gives up after this time. */
const MAX_WAIT_MS = 50_000

/** The second month before this one: final, and still in the window. */
const month = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 2, 1)).toISOString().slice(0, 7)

const TRUNKS = ['457bf47d-446d-41cd-91c3-dfbda7bf0753', '0b6b2b4b-7f1c-4d8a-9a5e-3f1d2c4b5a69']

const FAULTS: readonly Fault[] = [
  { on: 'createExport', nth: [3, 14], do: { loseAnswer: true } },
  { on: 'createExport', nth: 8, do: { status: 503 } },
  { on: 'retrieveExport', nth: [5, 17, 29], do: { status: 500 } },
  { on: 'downloadExport', nth: [2, 12], do: { truncate: 100 } },
  { on: 'downloadExport', nth: 6, do: { reset: 200 } },
  { on: 'downloadExport', nth: 9, do: { corrupt: 'crc' } },
]

console.log('starting Postgres, the sandbox and four workers')
await using postgres = await startPostgres()
await using cluster = await startCluster({
  url: postgres.url,
  apiVersion: '2021-12-15',
  plan: ['--type', 'cdr_out', '--period', `${month}-01..${month}-20`, '--split', 'day', '--trunk', ...TRUNKS],
  accounts: ['default'],
  workers: WORKERS,
  lease: 4,
  sweep: 1,
  rows: 3000,
  faults: FAULTS,
})
const { sandbox, units } = cluster
const display = createDisplay(units.length)
display.say(`${units.length} units, ${WORKERS} workers`)

const until = Date.now() + MAX_WAIT_MS
let [kills, killAt] = [0, Infinity]
let seen = 0
for (let done = 0; done < units.length && Date.now() < until;) {
  await sleep(200)
  const steps = await cluster.steps()
  done = steps.done ?? 0
  for (const { fault, request } of sandbox.fired.slice(seen)) {
    display.say(`fault: ${request.operation} ${JSON.stringify(fault.do)}`)
  }
  seen = sandbox.fired.length
  // The first one is killed while it creates an export.
  if (killAt === Infinity && sandbox.exports.length > 0) killAt = Date.now()
  if (kills < KILLS && Date.now() >= killAt) {
    display.say(`kill -9 of worker ${(kills % WORKERS) + 1}, another takes its place`)
    cluster.kill(kills % WORKERS)
    kills += 1
    killAt = Date.now() + KILL_EVERY_MS
  }
  display.show(steps)
}
display.end()

const { calls, lost, doubled, torn } = await cluster.verify()
console.log(`${calls} calls in the sandbox; in the tables ${lost} lost, ${doubled} doubled, ${torn} units incomplete`)
console.log(`${sandbox.exports.length} exports created for ${units.length} units, ${sandbox.requests.length} requests`)
if (lost + doubled + torn > 0 || calls === 0) process.exitCode = 1
