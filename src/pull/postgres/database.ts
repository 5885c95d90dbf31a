import { ConfigurationError } from '../../errors/configuration-error.js'
import { ExportsError } from '../../errors/exports-error.js'
import { StorageError } from '../../errors/storage-error.js'
import { type Clock, systemClock } from '../../http/clock.js'

/** What is used of a `Pool` of `pg`, so that any version of it will do. */
export interface PostgresPool {
  readonly query: PostgresQuery
  /** Lends a client, for what must be one transaction. */
  readonly connect: () => Promise<PostgresClient>
}

/** What is used of a client of such a pool. */
export interface PostgresClient {
  readonly query: PostgresQuery
  /**
   * Gives the client back.
   *
   * @param broken - The connection is not to be used again.
   */
  readonly release: (broken?: boolean) => void
}

/** Sends one statement. */
export type PostgresQuery = (text: string, values?: unknown[]) => Promise<PostgresResult>

/** What is used of its answer. */
export interface PostgresResult {
  readonly rows: Record<string, unknown>[]
  readonly rowCount: number | null
}

/** The schema our tables lie in when none is named. */
export const SCHEMA = 'didww_exports'

/** Postgres cuts longer names without a word, and two may become one. */
const MOST_BYTES = 63

/**
 * A name as it stands in a statement.
 *
 * @throws {ConfigurationError} `invalid_option`, when Postgres cannot have it as a name.
 */
export const quote = (name: string): string => {
  if (name !== '' && !name.includes('\0') && Buffer.byteLength(name) <= MOST_BYTES) {
    return `"${name.replaceAll('"', '""')}"`
  }
  throw new ConfigurationError('invalid_option', `${JSON.stringify(name)} cannot be a name in Postgres`, {
    hint: `Names have 1 to ${MOST_BYTES} bytes.`,
  })
}

/** Does all of it or nothing. A connection that failed is not used again. */
export const inTransaction = async <T>(
  pool: PostgresPool,
  work: (client: PostgresClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect()
  let broken = true
  try {
    // Whatever the database's default: statements after a lock are to see what was committed before it was given.
    await client.query('begin isolation level read committed')
    try {
      const result = await work(client)
      await client.query('commit')
      broken = false
      return result
    } catch (error) {
      await client.query('rollback').then(
        () => (broken = false),
        () => undefined,
      )
      throw error
    }
  } finally {
    client.release(broken)
  }
}

/** Classes and codes of SQLSTATE that tell of a connection, of resources or of a restart, not of the statement. */
const PASSING = /^(?:08|53|57P|55000|40001|40P01|25006)/

const PASSING_ERRNO = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

/** What `pg` says of a connection that is gone, without a code. */
const GONE = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/

/** Longest pause in milliseconds, and tries: together about seven seconds, which a restart fits into. */
const [FIRST_PAUSE, LONGEST_PAUSE, TRIES] = [100, 2_000, 8]

const codeOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return code
  return GONE.test(String(message)) ? 'ECONNRESET' : 'EIO'
}

const isPassing = (error: unknown): boolean => {
  const code = codeOf(error)
  return PASSING_ERRNO.has(code) || PASSING.test(code)
}

/** Tries again while a database restarts, refuses connections or is out of them. Work must bear being repeated. */
export const withRetries = async <T>(work: () => Promise<T>, clock: Clock = systemClock): Promise<T> => {
  for (let tries = 1, pause = FIRST_PAUSE; ; tries += 1, pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES || !isPassing(error)) throw error
      await clock.sleep(pause)
    }
  }
}

/**
 * Does something with the database, again when that can help; its failure is a `StorageError` whose `errno`
 * is the SQLSTATE or the name of the system's error.
 */
export const onDatabase = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await withRetries(work)
  } catch (error) {
    if (error instanceof ExportsError) throw error
    const code = codeOf(error)
    const { message } = error as Error
    throw new StorageError(code, `The database cannot ${what}: ${code} ${message}`, {
      cause: error,
      hint: isPassing(error) ? 'Check that it runs and takes connections, then run again.' : undefined,
    })
  }
}
