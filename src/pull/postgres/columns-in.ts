import type { PostgresClient } from './pool.js'

/**
 * The tables of a schema, and of each its columns and their types. Read as rows, since `to_regclass` may miss
 * what another transaction has made while this one waited for a lock.
 */
export const columnsIn = async (
  on: Pick<PostgresClient, 'query'>,
  schema: string,
): Promise<Map<unknown, Map<unknown, unknown>>> => {
  const { rows } = await on.query(
    `select table_name::text as table, column_name::text as column, data_type::text as type
     from information_schema.columns where table_schema = $1`,
    [schema],
  )
  const tables = new Map<unknown, Map<unknown, unknown>>()
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<unknown, unknown>()
    tables.set(table, columns.set(column, type))
  }
  return tables
}
