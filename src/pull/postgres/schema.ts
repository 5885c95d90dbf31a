import { ConfigurationError } from '../../errors/configuration-error.js'
import { columnsIn } from './columns-in.js'
import { onDatabase } from './on-database.js'
import type { PostgresClient, PostgresPool } from './pool.js'
import { MIGRATIONS, TABLES } from './tables.js'
import { quote } from './quote.js'
import { inTransaction } from './transaction.js'

/**
 * Makes sure that a schema holds our tables, as this version of the package knows them. It creates what is
 * missing and brings an older schema up to date; one process does it at a time.
 *
 * @throws {ConfigurationError} `newer_store`, when a newer version of the package has been there, and
 * `damaged_store`, when tables are missing that should be there; nothing is changed then.
 */
export const openSchema = (pool: PostgresPool, schema: string): Promise<void> =>
  onDatabase('prepare its tables', async () => {
    // Most often there is nothing to do, nor need there be a right to do it.
    const version = await versionOf(pool, schema)
    if (version === MIGRATIONS.length) return checkTables(pool, schema)
    await inTransaction(pool, (client) => migrate(client, schema))
  })

type Queries = Pick<PostgresClient, 'query'>

/** How many migrations have been applied. */
const versionOf = async (on: Queries, schema: string): Promise<number> => {
  if (!(await columnsIn(on, schema)).has('meta')) return 0
  const { rows } = await on.query(`select max(version)::int as version from ${quote(schema)}.meta`)
  const version = Number(rows[0]?.['version'] ?? 0)
  if (version <= MIGRATIONS.length) return version
  throw new ConfigurationError('newer_store', `The schema ${schema} was made by a newer version of didww-exports`, {
    hint: 'Update didww-exports here, or name another schema.',
  })
}

const migrate = async (client: PostgresClient, schema: string): Promise<void> => {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`didww-exports ${schema}`])
  const version = await versionOf(client, schema)
  await client.query(`create schema if not exists ${quote(schema)}`)
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue
    await client.query(migration(quote(schema))).catch((error: unknown) => {
      throw (error as { code?: unknown }).code === ALREADY_THERE ? notOurs(schema, error) : error
    })
    await client.query(`insert into ${quote(schema)}.meta (version) values ($1)`, [index + 1])
  }
  await checkTables(client, schema)
}

/** SQLSTATE of a table that is there already. */
const ALREADY_THERE = '42P07'

const notOurs = (schema: string, cause: unknown): ConfigurationError =>
  new ConfigurationError('damaged_store', `The schema ${schema} holds tables that are not ours, or ours in part`, {
    hint: 'Name another schema, or restore this one from a backup.',
    cause,
  })

const checkTables = async (on: Queries, schema: string): Promise<void> => {
  const present = await columnsIn(on, schema)
  const missing = TABLES.filter((table) => !present.has(table))
  if (missing.length === 0) return
  throw new ConfigurationError('damaged_store', `The schema ${schema} lacks its tables ${missing.join(', ')}`, {
    hint: 'Restore it from a backup, or name another schema; an empty one is filled anew by the next runs.',
  })
}
