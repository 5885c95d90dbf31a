import { type PostgresPool, type PostgresResult, withRetries } from '../pull/postgres/database.js'

/** What pg-boss takes as its `db`. */
export interface BossDatabase {
  /** Sends one statement. */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<PostgresResult>
}

/**
 * A pool as the `db` of pg-boss, which tries again for some seconds while Postgres restarts. Without it pg-boss 10
 * ends the process when the connection is lost as a job ends, since it does not wait for its own statements.
 *
 * @example
 * const boss = new PgBoss({ db: pgBossDatabase(pool), schema: 'didww_boss_10' })
 */
export const pgBossDatabase = (pool: PostgresPool): BossDatabase => ({
  executeSql: (text, values) => withRetries(() => pool.query(text, values)),
})
