import type { ApiVersion, ExportType } from '../../api/types.js'
import type { Counted } from '../../records/conversion.js'
import { counting } from '../../records/convert-text.js'
import { decodeRecords } from '../../records/decode-records.js'
import { type LoadedUnit, type Load, sourceOf, type Target } from '../machine/target.js'
import { periodOf, unitKey } from '../units/unit.js'
import { inTransaction, onDatabase, type PostgresClient, quote, SCHEMA } from './database.js'
import { Ledger, type LedgerRow } from './ledger.js'
import { hasCalls, type RecordsTable, recordsTable } from './records-table.js'
import { opener, type PostgresOptions } from './schema.js'

/** A unit loaded into Postgres. */
export interface PostgresLoadedUnit extends LoadedUnit {
  /** The table of its calls, quoted for a statement. */
  readonly table: string
}

/**
 * Loads calls into tables of Postgres, one for each export type, such as `didww_exports.cdr_in`. Calls and their row in
 * `ledger` appear in one transaction. A new generation of a unit replaces the last.
 *
 * A table has the columns of the records: times `timestamptz`, whole numbers `bigint`, amounts `numeric` with all their
 * digits, everything else `text`. It also has `unit_key`, `unit_account`, `unit_period` (a `tstzrange`),
 * `unit_generation`, and `other` (`jsonb`) for unknown columns. Columns of a newer version of the API are added when
 * the first file of that version is loaded. For each `unit_key`, `ledger` has the number of rows, the export and file
 * they come from, the layout, and whether they are `provisional`.
 *
 * It need not be the database of the store: the ledger remembers the highest fence and generation, and refuses earlier
 * ones. One schema has calls of one origin.
 *
 * @throws {ConfigurationError} from its methods: `newer_store` and `damaged_store`, when the tables are not those of
 * this version. Nothing is changed then. {@link Target} says what else is thrown.
 * @throws {StorageError} from its methods, when the database cannot be used or refuses a value.
 * @example
 * const target = postgresTarget({ pool })
 * await pool.query("select did, sum(duration_secs) from didww_exports.cdr_in group by did")
 */
export const postgresTarget = (options: PostgresOptions): Target<PostgresLoadedUnit> => {
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

  const heldOf = ({ held }: LedgerRow): PostgresLoadedUnit => ({
    ...held,
    table: `${quote(schema)}.${quote(held.unit.export_type)}`,
  })

  return {
    check: async (unit, origin) => {
      await open()
      await onDatabase('look for a unit', () => ledger.check(pool, unit, origin))
    },
    loaded: async (unit) => {
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

/**
 * A session that is silent for so long during a load belongs to a stopped process. Postgres ends it, so that it blocks
 * nobody.
 */
const SILENCE = "set local idle_in_transaction_session_timeout = '30s'"

/**
 * Replaces the calls of a unit within a transaction. Returns what is loaded then; undefined, with nothing changed, when
 * a later fence or generation was there first.
 *
 * The rows are sent before the ledger is locked, so that loads run in parallel, even two of one unit. The end decides
 * which of them stays: the second one removes the rows of the first, or its own.
 */
const replaceCalls = async (
  client: PostgresClient,
  ledger: Ledger,
  table: RecordsTable,
  load: Load,
): Promise<LedgerRow | undefined> => {
  const { key, unit, origin } = load
  await client.query(SILENCE)
  await ledger.check(client, unit, origin)
  const standingOf = async (row: LedgerRow | undefined): Promise<Standing> =>
    standing(row, load, async () => row?.held.rows === 0 || (await table.holds(client, key)))
  const early = await standingOf(await ledger.read(client, key))
  const read = early === 'replaces' ? await insertCalls(client, table, load) : undefined
  await ledger.lock(client)
  await ledger.check(client, unit, origin)
  const before = await ledger.read(client, key)
  const now = await standingOf(before)
  if (read && now === 'replaces') {
    await table.remove(client, key, 'others')
    await ledger.write(client, load, read)
    return ledger.read(client, key)
  }
  if (read) await table.remove(client, key, 'own')
  if (now !== 'held already') return undefined
  await ledger.raise(client, key, load.fence)
  return before
}

type Standing = 'replaces' | 'held already' | 'superseded'

/** Compares a load with what is loaded. Calls that are in the ledger but not in the table are loaded again. */
const standing = async (row: LedgerRow | undefined, load: Load, isThere: () => Promise<boolean>): Promise<Standing> => {
  if (!row) return 'replaces'
  const { fence, held } = row
  if (load.fence < fence || load.generation < held.generation) return 'superseded'
  const isSame = load.generation === held.generation && sourceOf(load) === held.source_sha256
  return isSame && (await isThere()) ? 'held already' : 'replaces'
}

const insertCalls = async (client: PostgresClient, table: RecordsTable, load: Load): Promise<Counted> => {
  const exportType = load.unit.export_type as ExportType<ApiVersion>
  const { options, add, watch, counted } = counting({ ...load, exportType, period: periodOf(load.unit) })
  for await (const batch of decodeRecords(load.path, options).batches()) {
    await table.insert(client, load, batch)
    watch?.see(batch)
    add(batch.length)
  }
  return counted()
}
