import { ConfigurationError } from '../../errors/configuration-error.js'
import { ExportsError } from '../../errors/exports-error.js'
import { type Redact, withoutPersonalData } from '../../errors/foreign-error.js'
import { StorageError } from '../../errors/storage-error.js'
import { type Clock, systemClock } from '../../http/clock.js'

/** The part of a `Pool` of `pg` that is used, so that any version works. */
export interface PostgresPool {
  readonly query: PostgresQuery
  /** Checks out a client, for a transaction. */
  readonly connect: () => Promise<PostgresClient>
}

/** The part of a client of such a pool that is used. */
export interface PostgresClient {
  readonly query: PostgresQuery
  /**
   * Returns the client to the pool.
   *
   * @param broken - Whether the connection must not be used again.
   */
  readonly release: (broken?: boolean) => void
  /** Listens to the end of its connection, which `pg` reports as an event when no statement is running. */
  readonly on?: (event: 'error', listener: (error: Error) => void) => unknown
  /** Ends that. */
  readonly off?: (event: 'error', listener: (error: Error) => void) => unknown
}

/** Sends one statement. */
export type PostgresQuery = (text: string, values?: unknown[]) => Promise<PostgresResult>

/** The part of its result that is used. */
export interface PostgresResult {
  readonly rows: Record<string, unknown>[]
  readonly rowCount: number | null
}

/**
 * Reads JSON that a statement gives as text. How other values arrive depends on the database (`DateStyle`) and on the
 * program (`setTypeParser` of `pg` applies to every pool), so statements give nothing but text.
 */
export const jsonIn = (text: unknown): unknown => JSON.parse(String(text))

/** The default schema of our tables. */
export const SCHEMA = 'didww_exports'

/** Postgres silently truncates longer names, so two could become one. */
const MOST_BYTES = 63

/**
 * A quoted name for a statement.
 *
 * @throws {ConfigurationError} `invalid_option`, when it is not a valid name in Postgres.
 */
export const quote = (name: string): string => {
  if (name !== '' && !name.includes('\0') && Buffer.byteLength(name) <= MOST_BYTES) {
    return `"${name.replaceAll('"', '""')}"`
  }
  throw new ConfigurationError('invalid_option', `${JSON.stringify(name)} is not a valid name in Postgres`, {
    hint: `Names have 1 to ${MOST_BYTES} bytes.`,
  })
}

/**
 * What hears of a connection that ends between two statements. Without it, Node would end the process; the next
 * statement fails, which is enough.
 */
const onConnectionError = (): void => undefined

/** Runs `work` in a transaction. A connection that failed is not used again. */
export const inTransaction = async <T>(
  pool: PostgresPool,
  work: (client: PostgresClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect()
  client.on?.('error', onConnectionError)
  let broken = true
  try {
    // Statements after a lock must see what was committed before it, whatever the database's default level is.
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
    // One that is broken may report it only later.
    if (!broken) client.off?.('error', onConnectionError)
    client.release(broken)
  }
}

/** SQLSTATE classes and codes of failures that pass: connection, resources, restart, limits of time. */
const PASSING = /^(?:08|53|57P|55000|55P03|40001|40P01|25006|25P03|25P04)/

const PASSING_ERRNO = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
])

/** Messages of `pg` for a lost connection, which have no code. */
const GONE = /Connection terminated|Client has encountered a connection error/
const SILENT = /connection timeout|timeout exceeded when trying to connect|Query read timeout/

/** What PgBouncer says of a transaction where it passes on single statements only. */
const NO_TRANSACTIONS = /statement pooling mode/

/** Pauses in milliseconds and number of tries: about seven seconds in total, enough for a restart. */
const [FIRST_PAUSE, LONGEST_PAUSE, TRIES] = [100, 2_000, 8]

/** Milliseconds after which nothing is tried again, when each try takes long because the database is silent. */
const PATIENCE = 15_000

const codeOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return code
  if (SILENT.test(String(message))) return 'ETIMEDOUT'
  return GONE.test(String(message)) ? 'ECONNRESET' : 'EIO'
}

const isPassing = (error: unknown): boolean => {
  const code = codeOf(error)
  const { message, syscall } = error as { readonly message?: unknown; readonly syscall?: unknown }
  if (NO_TRANSACTIONS.test(String(message))) return false
  // A server that restarts removes the file of its socket.
  return PASSING_ERRNO.has(code) || PASSING.test(code) || (code === 'ENOENT' && syscall === 'connect')
}

/** Retries while a database restarts or refuses connections. `work` must be safe to repeat. */
const retryWhileUnavailable = async <T>(work: () => Promise<T>, clock: Clock = systemClock): Promise<T> => {
  const began = clock.now()
  for (let tries = 1, pause = FIRST_PAUSE; ; tries += 1, pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES || clock.now() - began > PATIENCE || !isPassing(error)) throw error
      await clock.sleep(pause)
    }
  }
}

/** SQLSTATE class of errors whose message quotes the value that was refused. */
const DATA_EXCEPTION = /^22/

/** Removes values of calls from what the database says, and paths of files that its URL names. */
const withoutValues = (code: string, path: unknown): Redact => {
  const withoutPath: Redact = (text) => (typeof path === 'string' ? text.replaceAll(path, '***') : text)
  return (text) => withoutPersonalData(withoutPath(DATA_EXCEPTION.test(code) ? text.replace(/"[^]*"/, '"***"') : text))
}

/** What to do about failures that say enough by their SQLSTATE. */
const HINTS: Readonly<Record<string, string>> = {
  '25006': 'The database is read-only, as a standby is: name the primary, or end default_transaction_read_only.',
  '42501': 'Give this user the right to create a schema, or make the schema its own.',
  '53100': 'The disk of the database is full: make room there.',
  '53300': 'The database has no connection left: raise max_connections, or put a pooler in front of it.',
  '57014': 'A limit of the database ended it: raise statement_timeout for this user.',
}

const hintFor = (error: unknown, code: string): string | undefined => {
  const { message, path } = error as { readonly message?: unknown; readonly path?: unknown }
  if (NO_TRANSACTIONS.test(String(message))) return 'Set pool_mode of the pooler to transaction or session.'
  if (HINTS[code] !== undefined) return HINTS[code]
  if (isPassing(error)) return 'Check that it runs and takes connections, then run again.'
  return path === undefined ? undefined : 'Check sslrootcert, sslcert and sslkey in the URL of the database.'
}

/**
 * Does something with the database and retries when that can help. A failure becomes a `StorageError` whose `errno` is
 * the SQLSTATE or the name of the system error; it is `retryable` when it passes by itself.
 */
export const onDatabase = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await retryWhileUnavailable(work)
  } catch (error) {
    if (error instanceof ExportsError) throw error
    const code = codeOf(error)
    // Of a certificate or key, such as `sslrootcert`, that cannot be read.
    const { message, path } = error as { readonly message?: unknown; readonly path?: unknown }
    const redact = withoutValues(code, path)
    throw new StorageError(code, `The database cannot ${what}: ${code} ${redact(String(message))}`, {
      cause: error,
      redact,
      isPassing: isPassing(error),
      hint: hintFor(error, code),
    })
  }
}
