import type { Command } from 'commander'
import type { Pool } from 'pg'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Boss } from '../pg-boss/boss.js'
import { pgBossDatabase } from '../pg-boss/database.js'
import { readText } from './read-text.js'

/** The options of every command that works with Postgres. */
export interface PostgresCommandOptions {
  readonly databaseUrlFile?: string
}

export const withPostgres = (command: Command): Command =>
  command.option('--database-url-file <path>', 'file that holds the URL of the database (default: DATABASE_URL)')

const urlOf = ({ databaseUrlFile: path }: PostgresCommandOptions): string => {
  const url = (path === undefined ? process.env['DATABASE_URL'] : readText(path))?.trim() ?? ''
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return url
  // It is not repeated: a password may be in it.
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

/** Connections to the database, ended when `use` is over. */
export const withPool = async <T>(options: PostgresCommandOptions, use: (pool: Pool) => Promise<T>): Promise<T> => {
  const connectionString = urlOf(options)
  const { default: pg } = await peer('pg', () => import('pg'))
  const pool = new pg.Pool({ connectionString })
  // A connection that breaks while it rests is replaced; one at work tells whoever uses it.
  pool.on('error', () => undefined)
  try {
    return await use(pool)
  } finally {
    await pool.end()
  }
}

type BossClass = new (options: object) => Boss & {
  readonly start: () => Promise<unknown>
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown
}

/** Seconds from one look of pg-boss at its jobs to the next, as each major calls it. */
const LOOKS = { maintenanceIntervalSeconds: 30 }
const MODERN_LOOKS = { superviseIntervalSeconds: 30, monitorIntervalSeconds: 30 }

/** Starts pg-boss, whichever major is installed, in a schema of that major's own: neither reads the other's. */
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
