import type { PostgresPool } from './pool.js'
import { SCHEMA } from './quote.js'
import { openSchema } from './schema.js'

/** Which database, and which part of it. */
export interface PostgresOptions {
  /**
   * A `Pool` of `pg`; it stays the caller's, who ends it. Listen to its event `error`, or a restart of the
   * database ends the process.
   */
  readonly pool: PostgresPool
  /**
   * The schema that tables of ours lie in; it is made when it is not there.
   * @default 'didww_exports'
   */
  readonly schema?: string | undefined
}

/** Prepares the tables once, before they are first used; again when that failed. */
export const opener = ({ pool, schema = SCHEMA }: PostgresOptions): (() => Promise<void>) => {
  let opened: Promise<void> | undefined
  return () =>
    (opened ??= openSchema(pool, schema).catch((error: unknown) => {
      opened = undefined
      throw error
    }))
}
