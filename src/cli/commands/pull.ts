import { join } from 'node:path'
import { Command, Option } from 'commander'
import { formatPeriod } from '../../client/period.js'
import { withOpen } from '../../files/with-open.js'
import { readAccounts } from '../../pull/accounts.js'
import { directoryStore } from '../../pull/directory-store.js'
import { directoryTarget } from '../../pull/directory-target.js'
import { FORMATS, type ManifestEntry, type PullFormat } from '../../pull/manifest.js'
import { type Pulled, pullUnit } from '../../pull/pull.js'
import type { RunSummary } from '../../pull/run-options.js'
import { runUnits } from '../../pull/run-units.js'
import { periodOf, type Unit } from '../../pull/unit.js'
import { whole, withConnection } from '../connection.js'
import { describePulled, printFirstRows } from '../pulled.js'
import { type Source, type SourceOptions, withSource } from '../pull-source.js'
import { ACCOUNTS, splitOption } from '../planning.js'
import { unitsFor, type UnitsOptions } from '../pull-units.js'
import { printJson } from '../print.js'
import { createProgress } from '../progress.js'
import { createRunDisplay } from '../run-progress.js'
import { withSelection } from '../selection.js'
import { forStream } from '../terminal.js'
import { worstOf } from '../worst.js'

/** What a demo pulls unless told. */
const DEMO = { type: 'cdr_in', period: '2026-10' }

type PullCommandOptions = Omit<SourceOptions, 'period'> &
  UnitsOptions & {
    readonly out: string
    readonly format: PullFormat
    readonly accounts?: string
    readonly concurrency: number
    readonly refresh?: boolean
  }

const pullOne = async (
  { clientFor, clock }: Source,
  unit: Unit,
  { out: dir, format, refresh }: PullCommandOptions,
  signal: AbortSignal,
): Promise<Pulled> => {
  if (process.stderr.isTTY) process.stderr.write(`calls from ${formatPeriod(periodOf(unit))}\n`)
  const progress = createProgress()
  const options = { format, refresh, signal, onProgress: progress.show }
  try {
    return await pullUnit({ client: clientFor(unit.account), clock, dir, unit, options })
  } finally {
    progress.end()
  }
}

const pullMany = async (
  { clientFor, clock }: Source,
  units: readonly Unit[],
  { out, format, refresh, concurrency }: PullCommandOptions,
  signal: AbortSignal,
): Promise<RunSummary<ManifestEntry>> => {
  const display = createRunDisplay()
  const context = { clientFor, clock, refresh, concurrency, signal, onProgress: display.show }
  try {
    return await withOpen(directoryTarget(out, { format }), (target) =>
      withOpen(directoryStore(out), (store) => runUnits(units, { ...context, store, target })),
    )
  } finally {
    display.end()
  }
}

const printPath = (out: string, { path }: Pick<ManifestEntry, 'path'>): void =>
  void process.stdout.write(forStream(process.stdout, `${join(out, path)}\n`))

const printOne = async (pulled: Pulled, { out, json, demo }: PullCommandOptions): Promise<void> => {
  if (json) printJson({ ...pulled, path: join(out, pulled.path) })
  else if (demo) await printFirstRows(out, pulled)
  process.stderr.write(forStream(process.stderr, `${describePulled(out, pulled)}\n`))
  if (!json && !demo) printPath(out, pulled)
}

const printMany = (summary: RunSummary<ManifestEntry>, { out, json }: PullCommandOptions): void => {
  if (json) printJson(summary)
  else for (const { held } of summary.outcomes) if (held) printPath(out, held)
  const worst = worstOf(summary)
  if (worst) throw worst
}

export const pullCommand = (signal: AbortSignal): Command =>
  withConnection(withSelection(new Command('pull'), DEMO))
    .description('create, wait, download, verify, convert; run again, it goes on or says it is done')
    .requiredOption('--out <dir>', 'directory of the files and of what is remembered')
    .addOption(new Option('--format <format>', 'form of the files').choices([...FORMATS]).default('csv.gz'))
    .option('--refresh', 'pull again what is there, and replace it')
    .option('--unit <file>', 'pull the one unit whose JSON is in this file, - for stdin; see plan')
    .addOption(splitOption())
    .option(...ACCOUNTS)
    .option('--concurrency <number>', 'units worked on at once', whole('--concurrency', 1000, 1), 8)
    .option('--demo', 'pull from a sandbox of our own; needs no key')
    .addHelpText('after', '\nExample:\n  didww-exports pull --type cdr_in --period 2026-10 --out cdrs')
    .action(async (given: PullCommandOptions) => {
      const options = { ...(given.demo && DEMO), ...given }
      const accounts = options.accounts === undefined ? undefined : await readAccounts(options.accounts)
      const { units, apiVersion } = unitsFor(options, accounts)
      const connection = { ...options, ...(apiVersion !== undefined && { apiVersion }) }
      await withSource(connection, accounts, async (source) => {
        const [unit] = units
        if (unit && units.length === 1) await printOne(await pullOne(source, unit, options, signal), options)
        else printMany(await pullMany(source, units, options, signal), options)
      })
    })
