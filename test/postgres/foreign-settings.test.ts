import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { postgresLimiter, postgresStore, postgresTarget, planUnits, runUnits } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'

/** Settings of a database that other programs of it may need. */
const SETTINGS = [
  `datestyle = 'German'`,
  `datestyle = 'SQL, DMY'`,
  `timezone = 'Australia/Lord_Howe'`,
  `intervalstyle = 'iso_8601'`,
  `default_transaction_isolation = 'serializable'`,
  `standard_conforming_strings = off`,
  `extra_float_digits = '-10'`,
  `search_path = 'nowhere'`,
]

/** Of what `pg` knows how to read, only text; anything else becomes an object, as a program may want. */
const types = {
  getTypeParser: (type: number) => (type === 25 ? String : (text: string) => ({ text })),
}

/** Pulls a month twice, and gives what happened and how many calls are in the table. */
const pulledTwice = async (url: string, pool: pg.Pool): Promise<unknown[]> => {
  await using sandbox = createSandbox({ now: '2021-12-20T00:00:00Z', rows: 300 })
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const limiter = postgresLimiter({ pool, key: 'acme', intervalMs: 10 })
  const client = createExportsClient({ apiKey, fetch, clock, baseUrl, limiter })
  const spool = await mkdtemp(join(tmpdir(), 'didww-exports-settings-'))
  onTestFinished(() => rm(spool, { recursive: true }))
  const plan = { accounts: ['acme'], exportTypes: ['cdr_in'], periods: ['2021-11'] }
  const context = {
    store: postgresStore({ pool }),
    target: postgresTarget({ pool }),
    clientFor: () => client,
    clock,
    spool,
  }
  const [first] = (await runUnits(planUnits(plan), context)).outcomes
  const [second] = (await runUnits(planUnits(plan), context)).outcomes
  const { rows } = await poolOn(url, 1).query<object>('select count(*)::int as count from didww_exports.cdr_in')
  return [first?.error?.message, first?.result, first?.loaded, second?.result, second?.already, rows[0]]
}

const EXPECTED = [
  undefined,
  'done',
  expect.objectContaining({ rows: 300, generation: 1, pulled_at: expect.stringMatching(/^2021-12-20T.*Z$/) as string }),
  'done',
  true,
  { count: 300 },
]

test.each(SETTINGS)('units are pulled into a database with %s', async (setting) => {
  const url = await createDatabase()
  const admin = poolOn(url, 1)
  await admin.query(`alter database ${new URL(url).pathname.slice(1)} set ${setting}`)
  expect(await pulledTwice(url, poolOn(url))).toEqual(EXPECTED)
})

test('units are pulled by a program that reads the types of Postgres in its own way', async () => {
  const url = await createDatabase()
  const pool = new pg.Pool({ connectionString: url, types })
  onTestFinished(() => pool.end())
  expect(await pulledTwice(url, pool)).toEqual(EXPECTED)
})
