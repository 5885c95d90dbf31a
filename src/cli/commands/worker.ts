import { Command } from 'commander'
import type { Pool } from 'pg'
import { ExportsError } from '../../errors/exports-error.js'
import { printable } from '../../errors/printable.js'
import { postgresStore } from '../../pull/postgres/postgres-store.js'
import { whole, withConnection } from '../connection.js'
import { type EngineCommandOptions, openEngine } from '../engine.js'
import { note } from '../notes.js'
import { ACCOUNTS } from '../planning.js'
import { type PostgresCommandOptions, withPool, withPostgres } from '../postgres.js'
import { printStatus, statusOf } from '../units-status.js'

interface WorkerOptions extends EngineCommandOptions, PostgresCommandOptions {
  readonly concurrency: number
  readonly lease: number
  readonly sweep: number
  readonly status?: boolean
}

const describe = (error: unknown): string =>
  error instanceof ExportsError ? `${error.message} [${error.name} ${error.code}]` : String(error)

/** While the database is down every job fails alike; the same line is not printed repeatedly. */
const reporter = (): ((error: unknown) => void) => {
  let last = ''
  return (error) => {
    const line = `warning: ${printable(describe(error), 300)}\n`
    if (line !== last) process.stderr.write(line)
    last = line
  }
}

/** Resolves when the worker should end: true on SIGTERM, which is normal, false on Ctrl-C. */
const untilTold = (signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    process.prependOnceListener('SIGTERM', () => resolve(true))
    signal.addEventListener('abort', () => resolve(false), { once: true })
    if (signal.aborted) resolve(false)
  })

export const workerCommand = (signal: AbortSignal): Command =>
  withPostgres(withConnection(new Command('worker')))
    .description('pull enqueued units into tables of the database, until SIGTERM or Ctrl-C')
    .option(...ACCOUNTS)
    .option('--concurrency <number>', 'units to work on at once', whole('--concurrency', 100, 1), 10)
    .option(
      '--lease <seconds>',
      'after how long the units of a dead worker are taken over',
      whole('--lease', 3600, 1),
      45,
    )
    .option('--sweep <seconds>', 'how often to look for units that no worker has', whole('--sweep', 3600, 1), 15)
    .option('--status', 'only say how far the units are, and which were put aside; needs no key')
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports worker --accounts accounts.json\n  didww-exports worker --status',
    )
    .action((options: WorkerOptions) => {
      const { concurrency: workers, lease, sweep } = options
      const work = async (pool: Pool): Promise<void> => {
        if (options.status) {
          printStatus(await statusOf(postgresStore({ pool }).list()), options.json)
          return
        }
        const told = untilTold(signal)
        const engine = await openEngine(pool, options, signal, {
          workers,
          leaseMs: lease * 1000,
          sweepEveryMs: sweep * 1000,
          onError: reporter(),
        })
        try {
          await engine.work()
          note('working')
          if (await told) return
          signal.throwIfAborted()
        } finally {
          await engine.stop()
        }
      }
      return withPool(options, work, options.status ? 0 : workers)
    })
