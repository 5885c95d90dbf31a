import type { PostgresClient, PostgresPool } from './pool.js'

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
