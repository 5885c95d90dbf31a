import { Command } from 'commander'
import { ExportsError } from '../../errors/exports-error.js'
import { printable } from '../../errors/printable.js'
import { StorageError } from '../../errors/storage-error.js'
import { unitName } from '../../pull/units/unit.js'
import { versionOf, withConnection } from '../connection.js'
import { type EngineCommandOptions, openEngine } from '../engine.js'
import { mostSevere } from '../exit-code.js'
import { note } from '../notes.js'
import { planned, type PlanningOptions, sayAllTrunks, withPlanning } from '../planning.js'
import { type PostgresCommandOptions, withPool, withPostgres } from '../postgres.js'
import { printJson } from '../print.js'

interface EnqueueOptions extends EngineCommandOptions, Omit<PlanningOptions, 'accounts'>, PostgresCommandOptions {
  readonly refresh?: boolean
}

export const enqueueCommand = (signal: AbortSignal): Command =>
  withPostgres(withConnection(withPlanning(new Command('enqueue'))))
    .description('plan units for the workers of a database; units that are there already are skipped')
    .option('--refresh', 'pull again what is already there, and replace it')
    .addHelpText('after', '\nExample, for cron:\n  didww-exports enqueue --type cdr_in cdr_out --look-back 5')
    .action((options: EnqueueOptions) =>
      withPool(options, async (pool) => {
        const units = await planned(options)
        sayAllTrunks(units)
        // Nothing is asked of the API here: the workers find out which version an account is served.
        const engine = await openEngine(pool, { ...options, apiVersion: versionOf(options.apiVersion) }, signal)
        const enqueued: object[] = []
        const errors: ExportsError[] = []
        let present = 0
        try {
          for (const { key, ...unit } of units) {
            signal.throwIfAborted()
            const name = printable(unitName(unit), 200)
            try {
              const isQueued = await engine.enqueue(unit, { refresh: options.refresh })
              if (isQueued) enqueued.push({ key, ...unit })
              else present += 1
              if (isQueued && !options.json) process.stdout.write(`${key}  ${name}\n`)
            } catch (error) {
              if (!(error instanceof ExportsError)) throw error
              errors.push(error)
              const why = `${printable(error.message, 200)} [${error.code}]`
              process.stderr.write(`${key}  ${unit.account} ${name}  not enqueued: ${why}\n`)
              // Without the database nothing more can be enqueued.
              if (error instanceof StorageError) break
            }
          }
        } finally {
          await engine.stop()
        }
        if (options.json) printJson(enqueued)
        const missing = units.length - enqueued.length - present
        note(
          `${units.length} units: ${enqueued.length} enqueued, ${present} already there` +
            (missing > 0 ? `, ${missing} not enqueued` : ''),
        )
        const error = mostSevere(errors)
        if (error) throw error
      }),
    )
