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
