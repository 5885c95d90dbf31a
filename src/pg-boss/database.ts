import { onDatabase, type PostgresPool, type PostgresResult } from '../pull/postgres/database.js'

/** The `db` option of pg-boss. */
export interface BossDatabase {
  /** Sends one statement. */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<PostgresResult>
}

/**
 * Makes a pool the `db` of pg-boss, and retries for some seconds while Postgres restarts; then it is a `StorageError`. Without it pg-boss 10
 * ends the process when the connection is lost at the end of a job, since it does not await its own statements.
 *
 * @example
 * const boss = new PgBoss({ db: pgBossDatabase(pool), schema: 'didww_boss_10' })
 */
export const pgBossDatabase = (pool: PostgresPool): BossDatabase => ({
  executeSql: (text, values) => onDatabase('run a statement of pg-boss', () => pool.query(text, values)),
})
