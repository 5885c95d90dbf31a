import type { Command } from 'commander'
import type { Pool } from 'pg'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Boss } from '../pg-boss/boss.js'
import { systemClock } from '../http/clock.js'
import { pgBossDatabase } from '../pg-boss/database.js'
import { readText } from './read-text.js'

/** The options of every command that works with Postgres. */
export interface PostgresCommandOptions {
  readonly databaseUrlFile?: string
}

export const withPostgres = (command: Command): Command =>
  command.option('--database-url-file <path>', 'file with the URL of the database (default: DATABASE_URL)')

const urlOf = ({ databaseUrlFile: path }: PostgresCommandOptions): string => {
  const url = (path === undefined ? process.env['DATABASE_URL'] : readText(path))?.trim() ?? ''
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return url
  // The URL is not shown: it may contain a password.
  throw new ConfigurationError('missing_database', 'There is no URL of a database such as postgres://user@host/name', {
    hint: 'Set the environment variable DATABASE_URL, or name a file with --database-url-file.',
  })
}

/** Loads an optional peer. */
const peer = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigurationError('missing_peer', `This command needs the package ${name}, which is not installed`, {
      hint: `Run: npm install ${name}`,
      cause: error,
    })
  }
}

/** Milliseconds for a database that is there but silent: to take a connection, and to answer a statement. */
const [CONNECT_MS, ANSWER_MS] = [10_000, 60_000]

/** Milliseconds for connections to end. */
const GOODBYE_MS = 1000

/** Connections besides those of loads: for leases, jobs and slots. */
const SPARE = 4

/**
 * Connections to the database, closed after `use`. Each of the `loads` at once keeps one for itself, and leases have to
 * be renewed meanwhile.
 */
export const withPool = async <T>(
  options: PostgresCommandOptions,
  use: (pool: Pool) => Promise<T>,
  loads = 0,
): Promise<T> => {
  const connectionString = urlOf(options)
  const { default: pg } = await peer('pg', () => import('pg'))
  const pool = new pg.Pool({
    connectionString,
    max: Math.max(10, loads + SPARE),
    // A host that vanishes says nothing; without a probe its connections would be waited for.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: CONNECT_MS,
    // A load may wait for another one, and remove many rows.
    ...(loads === 0 && { query_timeout: ANSWER_MS }),
  })
  // An idle connection that breaks is replaced; a busy one fails its query.
  pool.on('error', () => undefined)
  try {
    return await use(pool)
  } finally {
    // A database that says nothing does not end its connections either.
    await Promise.race([pool.end(), systemClock.sleep(GOODBYE_MS)])
  }
}

type BossClass = new (options: object) => Boss & {
  readonly start: () => Promise<unknown>
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown
}

/** Seconds between two maintenance runs of pg-boss, as each major version calls it. */
const LOOKS = { maintenanceIntervalSeconds: 30 }
const MODERN_LOOKS = { superviseIntervalSeconds: 30, monitorIntervalSeconds: 30 }

/** Starts the installed major version of pg-boss, in a schema of its own: versions cannot read each other's. */
export const startBoss = async (pool: Pool, onError: (error: unknown) => void): Promise<Boss> => {
  const module = (await peer('pg-boss', () => import('pg-boss'))) as { default?: unknown; PgBoss?: unknown }
  const isModern = module.PgBoss !== undefined
  const PgBoss = (module.PgBoss ?? module.default) as BossClass
  const boss = new PgBoss({
    db: pgBossDatabase(pool),
    schema: isModern ? 'didww_boss_12' : 'didww_boss_10',
    ...(isModern ? MODERN_LOOKS : LOOKS),
  })
  boss.on('error', onError)
  await boss.start()
  return boss
}
