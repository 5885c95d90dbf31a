import { type Finding, Findings, type Verification } from '../units/verification.js'
import { onDatabase, quote, SCHEMA } from './database.js'
import { Ledger } from './ledger.js'
import { columnsIn, opener, type PostgresOptions } from './schema.js'

/** How to verify the tables of a schema. */
export interface VerifyPostgresOptions extends PostgresOptions {
  /** Told of everything that is found, at once. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Compares the tables of calls with the ledger: the calls of each unit are counted. It says which units are missing or
 * have other calls than were loaded, which calls nothing vouches for, where there are holes, and what is still
 * provisional. The values of calls are not compared. Nothing is changed.
 *
 * @throws {ConfigurationError} `newer_store` and `damaged_store`, when the tables are not those of this version.
 * @throws {StorageError} when the database cannot be used.
 * @example
 * const { findings } = await verifyPostgres({ pool })
 */
export const verifyPostgres = async (options: VerifyPostgresOptions): Promise<Verification> => {
  const { pool, schema = SCHEMA, onFinding, signal } = options
  await opener(options)()
  const findings = new Findings(onFinding)
  const held = new Map(await onDatabase('read the ledger', () => new Ledger(schema).list(pool)))
  const tables = await onDatabase('look for tables', () => columnsIn(pool, schema))
  const types = [...tables].filter(([, columns]) => columns.has('unit_key')).map(([name]) => String(name))
  const counts = new Map<string, number>()
  for (const type of types) {
    signal?.throwIfAborted()
    const counting = `select unit_key, count(*)::text as calls from ${quote(schema)}.${quote(type)} group by unit_key`
    const { rows } = await onDatabase('count calls', () => pool.query(counting))
    for (const { unit_key: key, calls } of rows) {
      const unit = held.get(String(key))
      if (unit?.unit.export_type === type) counts.set(String(key), Number(calls))
      else
        findings.add({
          kind: 'foreign',
          path: type,
          note: `the ledger has no unit ${String(key)}, with ${String(calls)} calls`,
        })
    }
  }
  for (const [key, one] of held) {
    const found = counts.get(key) ?? 0
    const kind = found === 0 ? 'missing' : 'changed'
    const note = `it has ${found} calls, but ${one.rows} were loaded`
    findings.addHeld({ ...one, path: one.unit.export_type }, found === one.rows ? undefined : { kind, note })
  }
  return findings.finish()
}
