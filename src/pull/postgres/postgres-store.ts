import { ConfigurationError } from '../../errors/configuration-error.js'
import type { Claim, Store } from '../machine/store.js'
import { isSettled, isState, LONGEST_PAUSE_MS, type Step, STEPS, type UnitState } from '../machine/unit-state.js'
import { checkUnit, unitKey } from '../units/unit.js'
import { jsonIn, onDatabase, type PostgresResult, quote, SCHEMA } from './database.js'
import { opener, type PostgresOptions } from './schema.js'

/** A store in Postgres, for many processes. */
export interface PostgresStore extends Store {
  /** The state of the unit that waits for the export of a callback; undefined when there is none. */
  readonly findByExport: (exportId: string) => Promise<UnitState | undefined>
}

/** A day: no lease is longer. */
const LONGEST_LEASE_MS = 86_400_000

/** States that are read at once. */
const PAGE = 500

/**
 * Keeps the states of units in a table of Postgres, for any number of processes on any number of machines.
 *
 * A lease is given, renewed and checked in one statement each, by the clock of the database. The clocks of the machines
 * do not matter. While the database restarts, calls wait up to about seven seconds.
 *
 * The table is `unit` in the schema: `key`, `fence`, `owner`, `lease_until`, `state` (JSON), `step`, `settled`,
 * `due_at`. Read it as you like, and write to it through the store only.
 *
 * @throws {ConfigurationError} from its methods: `newer_store`, when a newer version of the package made the tables;
 * `damaged_store`, when tables are missing or a state is malformed. Nothing is changed then.
 * @throws {StorageError} from its methods, when the database fails.
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
 * await runUnits(units, { store: postgresStore({ pool }), target: postgresTarget({ pool }), clientFor })
 */
export const postgresStore = (options: PostgresOptions): PostgresStore => {
  const { pool, schema = SCHEMA } = options
  const table = `${quote(schema)}.unit`
  const open = opener(options)

  const run = async (what: string, text: string, values: unknown[]): Promise<PostgresResult> => {
    await open()
    return onDatabase(what, () => pool.query(text, values))
  }

  const states = async function* (where: string, values: unknown[]): AsyncGenerator<UnitState> {
    for (let after = ''; ;) {
      const text = `select key, state::text as state from ${table}
        where key > $1 and state is not null and ${where} order by key limit ${PAGE}`
      const { rows } = await run('list units', text, [after, ...values])
      yield* rows.map((row) => stateOf(row, schema))
      after = String(rows.at(-1)?.['key'])
      if (rows.length < PAGE) return
    }
  }

  const one = async (what: string, where: string, value: string): Promise<UnitState | undefined> => {
    const text = `select key, state::text as state from ${table} where state is not null and ${where}`
    const { rows } = await run(what, text, [value])
    return rows[0] && stateOf(rows[0], schema)
  }

  return {
    claim: async (unit, owner, leaseMs) => {
      const key = unitKey(unit)
      const { rows } = await run('lease a unit', CLAIM(table), [key, owner, Math.min(leaseMs, LONGEST_LEASE_MS)])
      return claimOf(key, rows[0] ?? {}, schema)
    },
    save: async ({ key, fence }, state) => {
      const { due_at: due = null, step } = state
      const values = [key, fence, JSON.stringify(state), step, isSettled(state), due]
      return (await run('save a unit', SAVE(table), values)).rowCount === 1
    },
    renew: async ({ key, fence }, leaseMs) =>
      (await run('renew a lease', RENEW(table), [key, fence, Math.min(leaseMs, LONGEST_LEASE_MS)])).rowCount === 1,
    release: async ({ key, fence }) => {
      await run('release a lease', RELEASE(table), [key, fence])
    },
    read: (key) => one('read a unit', 'key = $1', key),
    findByExport: (exportId) => one('find a unit', "state ->> 'export_id' = $1", exportId),
    list: (steps: readonly Step[] = STEPS) => states('step = any($2)', [steps]),
    listDue: (now) => states(DUE, [new Date(now).toISOString()]),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/**
 * Whether nobody has a lease. One that ends later than any lease was given before the clock of the database was set
 * back; fences keep its owner from doing harm.
 */
const isFree = (until: string): string =>
  `(${until} is null or ${until} <= clock_timestamp() or ${until} > clock_timestamp() + interval '${LONGEST_LEASE_MS} ms')`

/**
 * Gives the lease if it is free, else returns how long it will last. The statement sees the row as it was before, so a
 * claim that had to wait for another one learns of that lease only by asking again.
 */
const CLAIM = (table: string): string => `
  with given as (
    insert into ${table} as u (key, fence, owner, lease_until)
    values ($1, floor(extract(epoch from clock_timestamp()) * 1000), $2, clock_timestamp() + $3::float8 * interval '1 ms')
    on conflict (key) do update
      set fence = u.fence + 1, owner = $2, lease_until = clock_timestamp() + $3::float8 * interval '1 ms'
      where ${isFree('u.lease_until')}
    returning key, fence, state
  )
  select key, fence::text as fence, state::text as state, null as after from given
  union all
  select key, null, state::text, (extract(epoch from lease_until - clock_timestamp())::float8 * 1000)::text
  from ${table} where key = $1 and not exists (select from given)`

const SAVE = (table: string): string => `
  update ${table} set state = $3, step = $4, settled = $5, due_at = $6, updated_at = now()
  where key = $1 and fence = $2`

const RENEW = (table: string): string => `
  update ${table} set lease_until = clock_timestamp() + $3::float8 * interval '1 ms' where key = $1 and fence = $2`

const RELEASE = (table: string): string => `
  update ${table} set lease_until = null, owner = null where key = $1 and fence = $2`

/** As `isDueAt` says. */
const DUE = `not settled
  and (due_at is null or due_at <= $2 or step <> 'suspended' and due_at > $2 + interval '${LONGEST_PAUSE_MS} ms')
  and ${isFree('lease_until')}`

/** How long to wait when somebody else claimed the unit at the same moment, in milliseconds. */
const MOMENT = 1000

const claimOf = (key: string, row: Record<string, unknown>, schema: string): Claim => {
  const state = row['state'] ? stateOf(row, schema) : undefined
  if (typeof row['fence'] === 'string') return { lease: { key, fence: Number(row['fence']) }, state }
  const after = Number(row['after'] ?? 0)
  return { lease: undefined, leaseEndsInMs: after > 0 ? after : MOMENT, state }
}

const stateOf = ({ key, state }: Record<string, unknown>, schema: string): UnitState => {
  const stored = jsonIn(state) as UnitState
  if (isState(stored) && isUnitOf(key, stored.unit)) return stored
  throw new ConfigurationError('damaged_store', `The state of unit ${String(key)} in schema ${schema} is damaged`, {
    hint: `Restore it from a backup, or delete this row of ${schema}.unit to pull the unit anew.`,
  })
}

const isUnitOf = (key: unknown, unit: unknown): boolean => {
  try {
    return checkUnit(unit).key === key
  } catch {
    return false
  }
}
