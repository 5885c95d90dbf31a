import { createHash } from 'node:crypto'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { systemClock } from '../../http/clock.js'
import { inOrder, type Limiter } from '../../http/limiter.js'
import { onDatabase, quote, SCHEMA } from './database.js'
import { opener, type PostgresOptions } from './schema.js'

/** How many requests a key may make, from all processes together. */
export interface PostgresLimiterOptions extends PostgresOptions {
  /**
   * A name for the API key, such as its account. Everyone who uses the key must use the same name. Only its digest is
   * stored.
   */
  readonly key: string
  /**
   * Milliseconds from one request to the next. A second then has at most `floor((1000 + J) / intervalMs) + 1` requests,
   * where J is how late a request can be after its slot. The default tolerates a J of 111 ms; 52.5 uses 95 % of 20 a
   * second and tolerates 50 ms.
   * @default 55.6, 18 a second
   */
  readonly intervalMs?: number | undefined
}

/** Half a day: no pause is longer. */
const LONGEST_PAUSE_MS = 43_200_000

/**
 * When the next request may be sent. A time that is much later than any pause was set before the clock of the database was
 * set back.
 */
const NEXT = `greatest(
  case when b.tat <= clock_timestamp() + interval '${2 * LONGEST_PAUSE_MS} ms' then b.tat end, clock_timestamp())`

/** Takes the next slot and returns the wait for it, in one statement and by the database's clock only. */
const TAKE = (bucket: string): string => `
  insert into ${bucket} as b (key, tat) values ($1, clock_timestamp() + $2::float8 * interval '1 ms')
  on conflict (key) do update set tat = ${NEXT} + $2::float8 * interval '1 ms'
  returning ((extract(epoch from b.tat - clock_timestamp()) * 1000)::float8 - $2::float8)::text as wait`

const PAUSE = (bucket: string): string => `
  insert into ${bucket} as b (key, tat) values ($1, clock_timestamp() + $2::float8 * interval '1 ms')
  on conflict (key) do update set tat = greatest(${NEXT}, clock_timestamp() + $2::float8 * interval '1 ms')`

/**
 * Makes a rate limiter that all processes of a database share. It spreads the requests of a key evenly, from however
 * many machines. A 429 pauses the key for all of them.
 *
 * A process takes one slot at a time, so after a pause each process sends at most one more request. A slot of a process
 * that dies is lost. While the database restarts, requests wait.
 *
 * @throws {ConfigurationError} when an option is invalid; `acquire` throws `newer_store` or `damaged_store` when the
 * schema is not one of this version, and a `StorageError` when the database cannot be used.
 * @example
 * const limiter = postgresLimiter({ pool, key: 'acme' })
 * const didww = createExportsClient({ limiter })
 */
export const postgresLimiter = (options: PostgresLimiterOptions): Limiter => {
  const { pool, key, intervalMs = 1000 / 18, schema = SCHEMA } = options
  if (!(intervalMs > 0 && intervalMs < 1e6)) {
    throw new ConfigurationError('invalid_option', 'intervalMs must be a number of milliseconds, more than 0')
  }
  const bucket = `${quote(schema)}.bucket`
  const row = createHash('sha256').update(key).digest('hex')
  const open = opener(options)
  let pausing: Promise<unknown> | undefined

  const run = (what: string, statement: string, ms: number): Promise<number> =>
    onDatabase(what, async () => {
      const { rows } = await pool.query(statement, [row, ms])
      return Number(rows[0]?.['wait'])
    })

  const takeSlot = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted()
    await open()
    const held = pausing
    await held
    const wait = await run('give a turn', TAKE(bucket), intervalMs)
    if (wait > 0) await systemClock.sleep(wait, signal)
    // A pause came meanwhile, so this slot is no longer valid.
    if (held !== pausing) await takeSlot(signal)
  }

  return {
    acquire: inOrder(takeSlot),
    pause: (ms) => {
      const mine = open().then(() => run('pause', PAUSE(bucket), Math.min(ms, LONGEST_PAUSE_MS)))
      pausing = mine
      // A failure reaches the requests that wait for it; later ones ask the database themselves.
      mine.catch(() => {
        if (pausing === mine) pausing = undefined
      })
    },
  }
}
