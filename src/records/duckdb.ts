import type * as duckdb from '@duckdb/node-api'
import { ConfigurationError } from '../errors/configuration-error.js'

/** Memory is bounded by one thread and small buffers; nothing is fetched, nothing is spilled beside the files. */
const SETTINGS = {
  threads: '1',
  memory_limit: '128MB',
  // What is freed goes back to the system at once; kept for later, it was measured to be a third of what it holds.
  allocator_bulk_deallocation_flush_threshold: '256KB',
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

const load = async (): Promise<typeof duckdb> => {
  try {
    return await import('@duckdb/node-api')
  } catch (cause) {
    throw new ConfigurationError('missing_peer', 'Parquet needs DuckDB', {
      cause,
      hint: 'npm install @duckdb/node-api',
    })
  }
}

/** @throws {ConfigurationError} `missing_peer`, with the line that installs it. */
export const checkDuckdb = async (): Promise<void> => {
  await load()
}

/** A database in memory, until it is disposed of. */
interface Opened extends Disposable {
  readonly connection: duckdb.DuckDBConnection
}

/**
 * Opens a database in memory; an abort interrupts what it does.
 *
 * @throws {ConfigurationError} `missing_peer`, with the line that installs it.
 */
export const openDuckdb = async (signal: AbortSignal | undefined): Promise<Opened> => {
  const { DuckDBInstance } = await load()
  signal?.throwIfAborted()
  const instance = await DuckDBInstance.create(':memory:', SETTINGS)
  const connection = await instance.connect()
  const interrupt = (): void => connection.interrupt()
  signal?.addEventListener('abort', interrupt, { once: true })
  return {
    connection,
    [Symbol.dispose]: () => {
      signal?.removeEventListener('abort', interrupt)
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** The same while `use` runs. */
export const withDuckdb = async <T>(
  signal: AbortSignal | undefined,
  use: (connection: duckdb.DuckDBConnection) => Promise<T>,
): Promise<T> => {
  using database = await openDuckdb(signal)
  try {
    return await use(database.connection)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
