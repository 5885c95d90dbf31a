import type pg from 'pg'
import type { Sandbox } from '../../src/sandbox/index.js'
import type { Unit } from '../../src/pull/index.js'

/** The tables compared with the sandbox. */
export interface Verdict {
  /** Calls that the sandbox has. */
  readonly calls: number
  /** Calls that the tables lack. */
  readonly lost: number
  /** Calls that the tables have too often, or should not have. */
  readonly doubled: number
  /** Units of which the tables have only some of the calls. */
  readonly torn: number
}

type Row = Record<string, unknown>

/** The filters of a unit as its version writes them, without using the package's own translation. */
const filtersOf = ({ from, to, filter }: Unit, apiVersion: string): Row => {
  const [year, month, day] = from.slice(0, 10).split('-')
  if (!apiVersion.startsWith('2021')) {
    return { from: from.slice(0, 19).replace('T', ' '), to: to.slice(0, 19).replace('T', ' ') }
  }
  return { year, month, day, ...(filter['trunk'] && { 'voice_out_trunk.id': filter['trunk'] }) }
}

/** A value in one form, whether it comes from a table or from the sandbox. */
const plain = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z')
  return typeof value === 'number' ? String(value) : value
}

const countOf = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** Compares every call in the tables with those of the sandbox, without using the store or the ledger. */
export const verify = async (
  pool: pg.Pool,
  sandbox: Sandbox,
  apiVersion: '2021-12-15' | '2026-04-16',
  units: readonly (Unit & { readonly key: string })[],
): Promise<Verdict> => {
  const present = new Map<string, Row[]>()
  for (const type of new Set(units.map(({ export_type }) => export_type))) {
    const { rows } = await pool.query<Row>(`select * from didww_exports.${type}`)
    for (const row of rows) {
      const key = String(row['unit_key'])
      present.set(key, [...(present.get(key) ?? []), row])
    }
  }
  let [calls, lost, doubled, torn] = [0, 0, 0, 0]
  for (const unit of units) {
    const expected = sandbox.calls({
      export_type: unit.export_type,
      filters: filtersOf(unit, apiVersion),
      apiVersion,
    })
    const rows = present.get(unit.key) ?? []
    present.delete(unit.key)
    const names = Object.keys(expected[0] ?? {})
    const textOf = (row: Row): string => JSON.stringify(names.map((name) => plain(row[name])))
    const [wanted, found] = [countOf(expected.map(textOf)), countOf(rows.map(textOf))]
    calls += expected.length
    for (const [text, count] of wanted) lost += Math.max(0, count - (found.get(text) ?? 0))
    for (const [text, count] of found) doubled += Math.max(0, count - (wanted.get(text) ?? 0))
    if (rows.length > 0 && rows.length < expected.length) torn += 1
  }
  for (const strangers of present.values()) doubled += strangers.length
  return { calls, lost, doubled, torn }
}
