import { Command } from 'commander'
import { printable } from '../../errors/printable.js'
import { unitName } from '../../pull/unit.js'
import { withConnection } from '../connection.js'
import { type EngineCommandOptions, openEngine } from '../engine.js'
import { planned, type PlanningOptions, withPlanning } from '../planning.js'
import { type PostgresCommandOptions, withPool, withPostgres } from '../postgres.js'
import { printJson } from '../print.js'

interface EnqueueOptions extends EngineCommandOptions, Omit<PlanningOptions, 'accounts'>, PostgresCommandOptions {
  readonly refresh?: boolean
}

export const enqueueCommand = (signal: AbortSignal): Command =>
  withPostgres(withConnection(withPlanning(new Command('enqueue'))))
    .description('plan units and have the workers of a database pull them; what is there already is left out')
    .option('--refresh', 'pull again what is there, and replace it')
    .addHelpText('after', '\nExample, for cron:\n  didww-exports enqueue --type cdr_in cdr_out --look-back 5')
    .action((options: EnqueueOptions) =>
      withPool(options, async (pool) => {
        const units = await planned(options)
        const engine = await openEngine(pool, options)
        const enqueued: object[] = []
        try {
          for (const { key, ...unit } of units) {
            signal.throwIfAborted()
            const isQueued = await engine.enqueue(unit, { refresh: options.refresh })
            if (isQueued) enqueued.push({ key, ...unit })
            if (isQueued && !options.json) process.stdout.write(`${key}  ${printable(unitName(unit), 200)}\n`)
          }
        } finally {
          await engine.stop()
        }
        if (options.json) printJson(enqueued)
        process.stderr.write(
          `${units.length} units: ${enqueued.length} enqueued, ${units.length - enqueued.length} there already\n`,
        )
      }),
    )
