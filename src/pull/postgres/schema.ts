import { ConfigurationError } from '../../errors/configuration-error.js'
import { inTransaction, onDatabase, type PostgresClient, type PostgresPool, quote, SCHEMA } from './database.js'

/** Which database and schema to use. */
export interface PostgresOptions {
  /** A `Pool` of `pg`. You end it. Listen to its event `error`, or a restart of the database ends the process. */
  readonly pool: PostgresPool
  /**
   * The schema of our tables. It is created if needed.
   * @default 'didww_exports'
   */
  readonly schema?: string | undefined
}

/** Prepares the tables once, before they are first used. A failure is tried again. */
export const opener = ({ pool, schema = SCHEMA }: PostgresOptions): (() => Promise<void>) => {
  let opened: Promise<void> | undefined
  return () =>
    (opened ??= openSchema(pool, schema).catch((error: unknown) => {
      opened = undefined
      throw error
    }))
}

/**
 * Makes sure that a schema has our tables in the form of this version: creates or migrates them, one process at a time.
 *
 * @throws {ConfigurationError} `newer_store`, when a newer version of the package made them; `damaged_store`, when
 * tables are missing. Nothing is changed then.
 */
const openSchema = (pool: PostgresPool, schema: string): Promise<void> =>
  onDatabase('prepare its tables', async () => {
    // Usually there is nothing to do, and no right to do it is needed.
    const version = await versionOf(pool, schema)
    if (version === MIGRATIONS.length) return checkTables(pool, schema)
    await inTransaction(pool, (client) => migrate(client, schema))
  })

type Queries = Pick<PostgresClient, 'query'>

/** How many migrations have been applied. */
const versionOf = async (on: Queries, schema: string): Promise<number> => {
  if (!(await columnsIn(on, schema)).has('meta')) return 0
  const { rows } = await on.query(`select max(version)::text as version from ${quote(schema)}.meta`)
  const version = Number(rows[0]?.['version'] ?? 0)
  if (version <= MIGRATIONS.length) return version
  throw new ConfigurationError('newer_store', `The schema ${schema} belongs to a newer version of didww-exports`, {
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

/** SQLSTATE of a table that already exists. */
const ALREADY_THERE = '42P07'

const notOurs = (schema: string, cause: unknown): ConfigurationError =>
  new ConfigurationError('damaged_store', `The schema ${schema} holds tables that are not ours, or ours in part`, {
    hint: 'Use another schema, or restore this one from a backup.',
    cause,
  })

const checkTables = async (on: Queries, schema: string): Promise<void> => {
  const present = await columnsIn(on, schema)
  const missing = TABLES.filter((table) => !present.has(table))
  if (missing.length === 0) return
  throw new ConfigurationError('damaged_store', `The schema ${schema} lacks its tables ${missing.join(', ')}`, {
    hint: 'Restore it from a backup, or use another schema, which the next runs fill.',
  })
}

/**
 * The migrations, one after the other. A released one is never changed.
 *
 * - `meta`: which migrations were applied.
 * - `bucket`: a row for each API key, by a digest of its name; `tat` is when its next request may be sent.
 * - `unit`: a row for each unit that was ever claimed. It says who holds the lease and until when, the last fence, and
 *   the state, which is null until the first one is written. `step`, `settled` and `due_at` repeat parts of the state,
 *   for the queries that look for work.
 * - `ledger`: a row for each unit whose calls are in the tables, with what is known of them. `fence` and `generation` are
 *   the latest that were loaded. Periods do not overlap, unless filters keep the calls apart.
 */
const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
    create table ${schema}.meta (
      version integer primary key,
      migrated_at timestamptz not null default now()
    );
    create table ${schema}.bucket (
      key text primary key,
      tat timestamptz not null
    ) with (fillfactor = 10);
    create table ${schema}.unit (
      key text primary key,
      fence bigint not null,
      owner text,
      lease_until timestamptz,
      state jsonb,
      step text,
      settled boolean,
      due_at timestamptz,
      updated_at timestamptz not null default now()
    ) with (fillfactor = 50);
    create index unit_open on ${schema}.unit (key) where not settled;
    create index unit_export on ${schema}.unit ((state ->> 'export_id'));
    create table ${schema}.ledger (
      key text primary key,
      account text not null,
      export_type text not null,
      period tstzrange not null,
      unit jsonb not null,
      origin text not null,
      generation integer not null,
      fence bigint not null,
      rows bigint not null,
      source_sha256 text not null,
      unknown_columns text[] not null,
      provisional boolean not null,
      api_version text not null,
      export_id text not null,
      pulled_at timestamptz not null
    );
    create index ledger_period on ${schema}.ledger (account, export_type);`,
  (schema) => `alter table ${schema}.ledger add column layout text;`,
  (schema) => `alter table ${schema}.ledger add column narrowed_by text, add column outside bigint;`,
]

/** The tables after all migrations. */
const TABLES = ['meta', 'bucket', 'unit', 'ledger'] as const

/**
 * The tables of a schema with their columns and types. `to_regclass` could miss what another transaction made while
 * this one waited for a lock.
 */
export const columnsIn = async (
  on: Pick<PostgresClient, 'query'>,
  schema: string,
): Promise<Map<unknown, Map<unknown, unknown>>> => {
  const { rows } = await on.query(
    `select table_name::text as table, column_name::text as column, data_type::text as type
     from information_schema.columns where table_schema = $1`,
    [schema],
  )
  const tables = new Map<unknown, Map<unknown, unknown>>()
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<unknown, unknown>()
    tables.set(table, columns.set(column, type))
  }
  return tables
}
