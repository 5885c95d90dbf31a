import type { ApiVersion } from '../../api/types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { columnsOf } from '../../records/columns-of.js'
import type { Unit } from '../units/unit.js'
import { inTransaction, type PostgresClient, type PostgresPool, quote } from './database.js'
import { columnsIn } from './schema.js'

type Column = ReturnType<typeof columnsOf>[number]

/** The type of a column by the kind of its values. Amounts keep every digit. */
const TYPES: Readonly<Record<Column['kind'], string>> = {
  timestamp: 'timestamp with time zone',
  integer: 'bigint',
  decimal: 'numeric',
  string: 'text',
}

/** Our own columns. The prefix `unit_` keeps them apart from those of the calls. */
const OWN = `unit_key text not null,
  unit_account text not null,
  unit_period tstzrange not null,
  unit_generation integer not null,
  other jsonb`

/** The table of the calls of an export type, with the columns of a version. */
export interface RecordsTable {
  /** Its name, quoted for a statement. */
  readonly name: string
  /** Creates it, or adds the columns of this version. */
  readonly prepare: (pool: PostgresPool) => Promise<void>
  readonly insert: (client: PostgresClient, of: InsertedUnit, records: readonly object[]) => Promise<void>
  /** Whether the table has calls of a unit from other transactions. */
  readonly holds: (client: PostgresClient, key: string) => Promise<boolean>
  /** Removes the calls of a unit from this transaction, or from all others. */
  readonly remove: (client: PostgresClient, key: string, which: 'own' | 'others') => Promise<void>
}

interface InsertedUnit {
  readonly key: string
  readonly unit: Unit
  readonly generation: number
}

export const recordsTable = (schema: string, apiVersion: ApiVersion, exportType: string): RecordsTable => {
  const columns: readonly Column[] = columnsOf(apiVersion, exportType as Parameters<typeof columnsOf>[1])
  const name = `${quote(schema)}.${quote(exportType)}`
  const names = columns.map(({ property }) => quote(property))
  const insertion = `
    insert into ${name} (unit_key, unit_account, unit_period, unit_generation, other, ${names.join(', ')})
    select $1, $2, tstzrange($3, $4), $5, record.* from json_to_recordset($6::json) as record
      (other jsonb, ${columns.map(({ property, kind }) => `${quote(property)} ${TYPES[kind]}`).join(', ')})`
  return {
    name,
    prepare: (pool) =>
      inTransaction(pool, async (client) => {
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`didww-exports ${name}`])
        await prepare(client, schema, exportType, columns)
      }),
    insert: async (client, { key, unit, generation }, records) => {
      const values = [key, unit.account, unit.from, unit.to, generation, JSON.stringify(records)]
      await client.query(insertion, values)
    },
    holds: async (client, key) => {
      const text = `select from ${name} where unit_key = $1 and xmin <> pg_current_xact_id()::xid limit 1`
      return (await client.query(text, [key])).rowCount === 1
    },
    remove: async (client, key, which) => {
      const sign = which === 'own' ? '=' : '<>'
      await client.query(`delete from ${name} where unit_key = $1 and xmin ${sign} pg_current_xact_id()::xid`, [key])
    },
  }
}

const prepare = async (
  client: PostgresClient,
  schema: string,
  exportType: string,
  columns: readonly Column[],
): Promise<void> => {
  const name = `${quote(schema)}.${quote(exportType)}`
  const present = (await columnsIn(client, schema)).get(exportType) ?? new Map<unknown, unknown>()
  if (present.size === 0) {
    await client.query(`create table ${name} (${OWN})`)
    await client.query(`create index on ${name} (unit_key)`)
  }
  const missing = columns.filter(({ property }) => !present.has(property))
  const additions = missing.map(({ property, kind }) => `add column ${quote(property)} ${TYPES[kind]}`)
  if (additions.length > 0) await client.query(`alter table ${name} ${additions.join(', ')}`)
  const other = columns.find(({ property, kind }) => (present.get(property) ?? TYPES[kind]) !== TYPES[kind])
  if (!other) return
  const { property, kind } = other
  const what = `Column ${property} of ${name} is ${String(present.get(property))}, not ${TYPES[kind]}`
  throw new ConfigurationError('damaged_store', what, {
    hint: 'Rename that table, or load into another schema.',
  })
}

/** Whether the table has calls of a unit; it may have been dropped. */
export const hasCalls = async (
  on: Pick<PostgresClient, 'query'>,
  schema: string,
  exportType: string,
  key: string,
): Promise<boolean> => {
  if (!(await columnsIn(on, schema)).has(exportType)) return false
  const text = `select from ${quote(schema)}.${quote(exportType)} where unit_key = $1 limit 1`
  return (await on.query(text, [key])).rowCount === 1
}
