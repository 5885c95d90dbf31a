import type { Held, Target } from '../target.js'
import { unitKey } from '../unit.js'
import { Ledger, type LedgerRow } from './ledger.js'
import { onDatabase } from './on-database.js'
import { opener, type PostgresOptions } from './options.js'
import { quote, SCHEMA } from './quote.js'
import { hasCalls, type RecordsTable, recordsTable } from './records-table.js'
import { replaceCalls } from './replace-calls.js'
import { inTransaction } from './transaction.js'

/** What a target in Postgres vouches for. */
export interface PostgresHeld extends Held {
  /** The table its calls lie in, as it stands in a statement. */
  readonly table: string
}

/**
 * Loads calls into tables of Postgres, one for each export type, such as `didww_exports.cdr_in`. Calls and what
 * vouches for them, a row of `ledger`, appear in one transaction; a new generation of a unit replaces the last.
 *
 * A table has the columns of the records: times `timestamptz`, whole numbers `bigint`, amounts `numeric` with all
 * their digits, everything else `text`. Beside them stand `unit_key`, `unit_account`, `unit_period` (a `tstzrange`),
 * `unit_generation`, and `other`, `jsonb` of the columns that are not known. Columns of a newer version of the API
 * are added when the first file of that version is loaded. `ledger` tells of each `unit_key` how many rows it has,
 * from which export and file they are, which layout that file has, and whether they are `provisional`.
 *
 * It need not be the database of the store: the ledger keeps the latest fence and generation that have been here,
 * and an earlier one is turned away. One schema holds calls of one origin.
 *
 * @throws {ConfigurationError} from its methods: `newer_store` and `damaged_store`, when the tables are not those of
 * this version; nothing is changed then. {@link Target} says what else is thrown.
 * @throws {StorageError} from its methods, when the database cannot be used or refuses a value.
 * @example
 * const target = postgresTarget({ pool })
 * await pool.query("select did, sum(duration_secs) from didww_exports.cdr_in group by did")
 */
export const postgresTarget = (options: PostgresOptions): Target<PostgresHeld> => {
  const { pool, schema = SCHEMA } = options
  const open = opener(options)
  const ledger = new Ledger(schema)
  const prepared = new Map<string, Promise<void>>()

  const prepare = async (table: RecordsTable, what: string): Promise<void> => {
    const work = prepared.get(what) ?? onDatabase('prepare a table', () => table.prepare(pool))
    prepared.set(what, work)
    await work.catch((error: unknown) => {
      prepared.delete(what)
      throw error
    })
  }

  const heldOf = ({ held }: LedgerRow): PostgresHeld => ({
    ...held,
    table: `${quote(schema)}.${quote(held.unit.export_type)}`,
  })

  return {
    check: async (unit, origin) => {
      await open()
      await onDatabase('look for a unit', () => ledger.check(pool, unit, origin))
    },
    held: async (unit) => {
      await open()
      const key = unitKey(unit)
      return onDatabase('look for a unit', async () => {
        const row = await ledger.read(pool, key)
        if (!row) return undefined
        const held = heldOf(row)
        return { ...held, intact: held.rows === 0 || (await hasCalls(pool, schema, unit.export_type, key)) }
      })
    },
    load: async (load) => {
      await open()
      const { apiVersion, unit } = load
      const table = recordsTable(schema, apiVersion, unit.export_type)
      await prepare(table, `${apiVersion} ${unit.export_type}`)
      const row = await onDatabase('load calls', () =>
        inTransaction(pool, (client) => replaceCalls(client, ledger, table, load)),
      )
      return row && heldOf(row)
    },
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
