import { Command, Option } from 'commander'
import { join } from 'node:path'
import { readAccounts } from '../../accounts/accounts.js'
import { withOpen } from '../../disk/storage.js'
import { formatPeriod } from '../../periods/period.js'
import { directoryStore } from '../../pull/directory/directory-store.js'
import { directoryTarget } from '../../pull/directory/directory-target.js'
import { FORMATS, type ManifestEntry } from '../../pull/directory/manifest.js'
import { type PullEvent } from '../../pull/machine/context.js'
import { type Pulled, pullUnit } from '../../pull/run/pull-unit.js'
import type { RunProgress, RunSummary } from '../../pull/run/run-options.js'
import { runCheckedUnits } from '../../pull/run/run-units.js'
import { type CheckedUnit, unitName } from '../../pull/units/unit.js'
import { largest, smallest } from '../extremes.js'
import { whole, withConnection } from '../connection.js'
import { mostSevere } from '../exit-code.js'
import { note, setDoing } from '../notes.js'
import { ACCOUNTS, sayAllTrunks, splitOption } from '../planning.js'
import { printJson } from '../print.js'
import { createProgress } from '../progress.js'
import { type Source, type SourceOptions, withSource } from '../pull-source.js'
import { type OpenedUnits, openUnits, selectionOf, type UnitsOptions } from '../pull-units.js'
import { describePulled, printFirstRows } from '../pulled.js'
import { createRunDisplay } from '../run-progress.js'
import { withSelection } from '../selection.js'
import { forStream } from '../terminal.js'

/** What a demo pulls by default. */
const DEMO = { type: ['cdr_in'], period: '2026-10' }

type PullCommandOptions = Omit<SourceOptions, 'period'> &
  UnitsOptions & {
    readonly accounts?: string
    readonly concurrency: number
  }

/** What is pulled, and by which clock. */
type Opened = OpenedUnits & Pick<Source, 'clock'>

/** What a pull does, in words. Calls are read again from the start of what was downloaded. */
const DOING: Readonly<Record<PullEvent['step'], string>> = {
  creating: 'creating the export for',
  waiting: 'waiting for the export of',
  downloading: 'downloading',
  reading: 'downloading and reading',
  outside: 'loading',
  shrunk: 'loading',
}

/** Prints the resolved period in UTC once, at the first event, so that a refused command prints only its error. */
const periodTeller = (units: readonly CheckedUnit[]): (() => void) => {
  const periods = units.map(({ period }) => period)
  const from = smallest(periods.map((one) => one.from))
  const to = largest(periods.map((one) => one.to))
  let isTold = false
  return () => {
    if (!isTold) note(`calls from ${formatPeriod({ from, to })}`)
    isTold = true
  }
}

const pullOne = async (
  { clientFor, clock }: Opened,
  unit: CheckedUnit,
  { out: dir, format, refresh, verify, keepGenerations }: PullCommandOptions,
  signal: AbortSignal,
): Promise<Pulled> => {
  const tellPeriod = periodTeller([unit])
  const progress = createProgress()
  const onProgress = (event: PullEvent): void => {
    tellPeriod()
    setDoing(`${DOING[event.step]} ${unitName(unit.unit)}`)
    progress.show(event)
  }
  const options = { format, refresh, verify, keepGenerations, signal, onProgress }
  try {
    const pulled = await pullUnit({ client: await clientFor(unit.unit.account), clock, dir, unit, options })
    tellPeriod()
    return pulled
  } finally {
    progress.end()
  }
}

const pullMany = async (
  { units, clientFor, clock }: Opened,
  { out, format, refresh, verify, keepGenerations, concurrency }: PullCommandOptions,
  signal: AbortSignal,
): Promise<RunSummary<ManifestEntry>> => {
  const tellPeriod = periodTeller(units)
  const display = createRunDisplay(units.map(({ unit }) => unit))
  const onProgress = (progress: RunProgress<ManifestEntry>): void => {
    tellPeriod()
    const { outcomes, total } = progress.summary
    setDoing(`pulling: ${outcomes.length} of ${total} units have ended`)
    display.show(progress)
  }
  const context = { clientFor, clock, refresh, concurrency, signal, onProgress }
  try {
    return await withOpen(directoryTarget(out, { format, verify, keepGenerations, signal }), (target) =>
      withOpen(directoryStore(out, { signal }), (store) => runCheckedUnits(units, { ...context, store, target })),
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
  note(forStream(process.stderr, describePulled(out, pulled)))
  if (!json && !demo) printPath(out, pulled)
}

const printMany = (summary: RunSummary<ManifestEntry>, { out, json }: PullCommandOptions): void => {
  if (json) printJson(summary)
  else for (const { loaded: held } of summary.outcomes) if (held) printPath(out, held)
  const error = mostSevere(summary.outcomes.flatMap(({ error }) => (error ? [error] : [])))
  if (error) throw error
}

export const pullCommand = (signal: AbortSignal): Command =>
  withConnection(withSelection(new Command('pull'), DEMO))
    .description('create, wait, download, verify and convert; run it again to resume')
    .requiredOption('--out <dir>', 'directory for the files and the state of the pull')
    .addOption(new Option('--format <format>', 'format of the files').choices([...FORMATS]).default('csv.gz'))
    .option('--refresh', 'pull again what is already there, and replace it')
    .option('--verify', 'read what is already there again, and pull anew what has changed')
    .option(
      '--keep-generations <number>',
      'earlier files to keep of a period that is pulled again, for diff (default: none)',
      whole('--keep-generations', 1000, 0),
    )
    .option('--unit <file>', 'pull the one unit whose JSON is in this file, - for stdin; see plan')
    .addOption(splitOption())
    .option(...ACCOUNTS)
    .option('--concurrency <number>', 'units worked on at once', whole('--concurrency', 1000, 1), 8)
    .option('--demo', 'pull from a sandbox of our own; needs no key')
    .addHelpText('after', '\nExample:\n  didww-exports pull --type cdr_in cdr_out --period last-month --out cdrs')
    .action(async (given: PullCommandOptions) => {
      const options = { ...(given.demo && DEMO), ...given }
      const accounts = options.accounts === undefined ? undefined : await readAccounts(options.accounts)
      const selected = selectionOf(options, accounts)
      sayAllTrunks(selected.unitsFor(selected.given).map(({ unit }) => unit))
      await withSource(options, accounts, signal, async (source) => {
        const opened = { ...(await openUnits(selected, source, options)), clock: source.clock }
        const [unit] = opened.units
        if (unit && opened.units.length === 1) await printOne(await pullOne(opened, unit, options, signal), options)
        else printMany(await pullMany(opened, options, signal), options)
      })
    })
