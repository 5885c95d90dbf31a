import type PgBoss from 'pg-boss'
import type pg from 'pg'
import type { Boss, PostgresPool } from '../../src/pg-boss/index.js'

declare const boss: PgBoss
declare const pool: pg.Pool
declare const client: pg.PoolClient

// What is given is taken as it is, without an import of either package.
boss satisfies Boss
pool satisfies PostgresPool
// @ts-expect-error - a client cannot be asked for connections of its own
client satisfies PostgresPool
