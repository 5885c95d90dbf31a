/**
 * Prints which statements one unit sends to Postgres, from its first lease until it is done, and how often. The unit is
 * pulled from a sandbox; another one is pulled before it, so that the tables exist.
 */
import pg from 'pg'
import { createExportsClient } from '../../src/index.js'
import { planUnits, postgresStore, postgresTarget, runUnits } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { startPostgres } from './start.js'

const NOW = '2026-11-20T12:00:00Z'
const apiVersion = '2026-04-16'

/** A statement in one line, short enough for a table. */
const nameOf = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 90)

/** Calls `note` with every statement that a client sends, including the clients of a pool. */
const watchQueries = (note: (statement: string) => void): void => {
  const prototype = pg.Client.prototype as { query: (this: unknown, ...args: unknown[]) => unknown }
  const { query } = prototype
  prototype.query = function (...args) {
    const [statement] = args
    if (typeof statement === 'string') note(nameOf(statement))
    return query.apply(this, args)
  }
}

await using postgres = await startPostgres()
const pool = new pg.Pool({ connectionString: await postgres.createDatabase() })
const sandbox = createSandbox({ seed: 4, now: NOW, rows: 300, apiVersion })
const { apiKey, fetch, clock, url: baseUrl } = sandbox
const client = createExportsClient({ apiVersion, apiKey, fetch, clock, baseUrl })

const context = {
  store: postgresStore({ pool }),
  target: postgresTarget({ pool }),
  clientFor: () => client,
  clock,
  random: () => 0,
}

const run = async (period: string): Promise<void> => {
  const units = planUnits({ exportTypes: ['cdr_in'], periods: [period], apiVersion, clock })
  const { results } = await runUnits(units, context)
  if (results.done !== 1) throw new Error(`The unit is not done: ${JSON.stringify(results)}`)
}

try {
  // Creates the tables, which only the first unit does.
  await run('2026-09')
  const counts = new Map<string, number>()
  watchQueries((statement) => counts.set(statement, (counts.get(statement) ?? 0) + 1))
  for (const what of ['one unit', 'the same unit again, already done']) {
    counts.clear()
    await run('2026-10')
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    process.stdout.write(`${what}: ${total} statements\n`)
    for (const [statement, count] of counts) process.stdout.write(`${String(count).padStart(4)}  ${statement}\n`)
  }
} finally {
  await pool.end()
}
