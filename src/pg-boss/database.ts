import { onDatabase, type PostgresPool, type PostgresResult } from '../pull/postgres/database.js'

/** The `db` option of pg-boss. */
export interface BossDatabase {
  /** Sends one statement. */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<PostgresResult>
}

/** What `pg` says of a statement after the end of its pool. */
const ENDED = /after calling end on the pool/

/**
 * Makes a pool the `db` of pg-boss, and retries for some seconds while Postgres restarts; then it is a `StorageError`.
 *
 * pg-boss 10 does not await the statement at the end of a job, and may send it after it has stopped. A failure of it would
 * end the process. So a statement after the end of the pool is never answered; its job runs again elsewhere, which does
 * no harm.
 *
 * @example
 * const boss = new PgBoss({ db: pgBossDatabase(pool), schema: 'didww_boss_10' })
 */
export const pgBossDatabase = (pool: PostgresPool): BossDatabase => ({
  executeSql: (text, values) =>
    onDatabase('run a statement of pg-boss', () => pool.query(text, values)).catch((error: unknown) => {
      if (ENDED.test(String(error))) return new Promise<never>(() => undefined)
      throw error
    }),
})
