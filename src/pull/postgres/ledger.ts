import { ConfigurationError } from '../../errors/configuration-error.js'
import { OverlapError } from '../../errors/overlap-error.js'
import type { Counted } from '../../records/conversion.js'
import { type LoadedUnit, type Load, sourceOf } from '../machine/target.js'
import { overlaps } from '../units/overlap.js'
import { type Unit, unitKey, unitName } from '../units/unit.js'
import { jsonIn, type PostgresClient, quote } from './database.js'

/** A loaded unit and the fence it was loaded under. */
export interface LedgerRow {
  readonly held: LoadedUnit
  readonly fence: number
}

type Queries = Pick<PostgresClient, 'query'>

/** The ledger of a schema: which units its tables contain. */
export class Ledger {
  readonly #schema: string
  readonly #table: string

  constructor(schema: string) {
    this.#schema = schema
    this.#table = `${quote(schema)}.ledger`
  }

  /** Locks the ledger until the end of the transaction. It is taken last, so that it is held only briefly. */
  async lock(on: Queries): Promise<void> {
    await on.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`didww-exports ${this.#table}`])
  }

  async read(on: Queries, key: string): Promise<LedgerRow | undefined> {
    const { rows } = await on.query(`select to_jsonb(l)::text as row from ${this.#table} l where key = $1`, [key])
    return rows[0] && rowOf(jsonIn(rows[0]['row']) as Stored)
  }

  /** Every unit of the ledger by its key, in time. */
  async list(on: Queries): Promise<[string, LoadedUnit][]> {
    const { rows } = await on.query(
      `select key, to_jsonb(l)::text as row from ${this.#table} l order by export_type, account, lower(period), key`,
    )
    return rows.map(({ key, row }) => [String(key), rowOf(jsonIn(row) as Stored).held])
  }

  /** Refuses a unit of another origin, and one that overlaps a loaded unit. */
  async check(on: Queries, unit: Unit, origin: string): Promise<void> {
    const { rows: foreign } = await on.query(`select origin from ${this.#table} where origin <> $1 limit 1`, [origin])
    if (foreign[0]) {
      const holds = `The schema ${this.#schema} holds calls from ${String(foreign[0]['origin'])}, not from ${origin}`
      throw new ConfigurationError('other_origin', holds, {
        hint: 'Load into another schema, so that a test bench and production never mix.',
      })
    }
    const { rows } = await on.query(
      `select unit::text as unit from ${this.#table}
       where account = $1 and export_type = $2 and period && tstzrange($3, $4) and key <> $5`,
      [unit.account, unit.export_type, unit.from, unit.to, unitKey(unit)],
    )
    const other = rows.map((row) => jsonIn(row['unit']) as Unit).find((one) => overlaps(unit, one))
    if (other) throw new OverlapError(unitName(unit), unitName(other))
  }

  /** Records a generation, in place of an earlier one. */
  async write(on: Queries, load: Load, { rows, unknown_columns, layout, outside }: Counted): Promise<void> {
    const { key, unit, origin, generation, fence, narrowed, provisional, apiVersion, exportId, pulledAt } = load
    await on.query(
      `insert into ${this.#table} (
         key, account, export_type, period, unit, origin, generation, fence, rows, source_sha256, unknown_columns,
         layout, provisional, api_version, export_id, pulled_at, narrowed_by, outside
       ) values ($1, $2, $3, tstzrange($4, $5), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
       on conflict (key) do update set (
         origin, generation, fence, rows, source_sha256, unknown_columns, layout, provisional, api_version, export_id,
         pulled_at, narrowed_by, outside
       ) = row (
         excluded.origin, excluded.generation, excluded.fence, excluded.rows, excluded.source_sha256,
         excluded.unknown_columns, excluded.layout, excluded.provisional, excluded.api_version, excluded.export_id,
         excluded.pulled_at, excluded.narrowed_by, excluded.outside
       )`,
      [
        key,
        unit.account,
        unit.export_type,
        unit.from,
        unit.to,
        JSON.stringify(unit),
        origin,
        generation,
        fence,
        rows,
        sourceOf(load),
        unknown_columns,
        layout ?? null,
        provisional,
        apiVersion,
        exportId,
        new Date(pulledAt).toISOString(),
        narrowed?.by ?? null,
        outside ?? null,
      ],
    )
  }

  /** Records the highest fence that was seen. */
  async raise(on: Queries, key: string, fence: number): Promise<void> {
    await on.query(`update ${this.#table} set fence = greatest(fence, $2) where key = $1`, [key, fence])
  }
}

/** A row as JSON. */
interface Stored extends Omit<LoadedUnit, 'layout' | 'narrowed_by' | 'outside'> {
  readonly fence: number
  readonly layout: string | null
  readonly narrowed_by: string | null
  readonly outside: number | null
}

const rowOf = (row: Stored): LedgerRow => ({
  fence: row.fence,
  held: {
    unit: row.unit,
    generation: row.generation,
    rows: row.rows,
    source_sha256: row.source_sha256,
    unknown_columns: row.unknown_columns,
    layout: row.layout ?? undefined,
    ...(row.narrowed_by !== null && { narrowed_by: row.narrowed_by }),
    ...(row.outside !== null && { outside: row.outside }),
    provisional: row.provisional,
    api_version: row.api_version,
    export_id: row.export_id,
    pulled_at: new Date(row.pulled_at).toISOString(),
  },
})
