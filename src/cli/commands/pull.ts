import { join } from 'node:path'
import { Command, Option } from 'commander'
import { formatPeriod } from '../../client/period.js'
import type { ApiVersion } from '../../client/types.js'
import { createAnyClient } from '../../create-exports-client.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { systemClock } from '../../http/clock.js'
import type { PullFormat } from '../../pull/manifest.js'
import { type Pulled, pullUnit } from '../../pull/pull.js'
import { unitOf } from '../../pull/unit-of.js'
import type { PullContext } from '../../pull/steps.js'
import { clientFor, type ConnectionOptions, versionOf, withConnection } from '../connection.js'
import { describePulled, printFirstRows } from '../pulled.js'
import { printJson } from '../print.js'
import { createProgress } from '../progress.js'
import { forStream } from '../terminal.js'
import { selected, type SelectionOptions, withSelection } from '../selection.js'

/** What a demo pulls unless told. */
const DEMO = { type: 'cdr_in', period: '2026-10' }

interface PullCommandOptions extends ConnectionOptions, SelectionOptions {
  readonly out: string
  readonly format: PullFormat
  readonly refresh?: boolean
  readonly demo?: boolean
}

type Source = Pick<PullContext<ApiVersion>, 'client' | 'clock'> & { readonly origin: string }

/** The API, or a sandbox of our own while `use` runs. */
const withSource = async <T>(options: PullCommandOptions, use: (source: Source) => Promise<T>): Promise<T> => {
  if (!options.demo) {
    const client = clientFor(options)
    return use({ client, clock: systemClock, origin: client.origin })
  }
  const { startDemo } = await import('../demo.js')
  await using demo = await startDemo(options.period)
  const { apiKey, baseUrl, authUrl, clock, origin } = demo
  const client = createAnyClient({ apiKey, baseUrl, authUrl, clock, apiVersion: versionOf(options.apiVersion) })
  return await use({ client, clock, origin })
}

const pull = async (
  { client, clock, origin }: Source,
  options: PullCommandOptions,
  signal: AbortSignal,
): Promise<Pulled> => {
  const { attributes, period } = selected(client.apiVersion, options)
  const unit = unitOf(client.apiVersion, 'default', attributes)
  if (process.stderr.isTTY) process.stderr.write(`calls from ${formatPeriod(period)}\n`)
  const progress = createProgress()
  const { out: dir, format, refresh } = options
  const pullOptions = { format, refresh, signal, onProgress: progress.show }
  try {
    return await pullUnit({ client, clock, dir, unit, attributes, options: pullOptions }, origin)
  } finally {
    progress.end()
  }
}

const isComplete = (options: Partial<PullCommandOptions>): options is PullCommandOptions =>
  options.type !== undefined && options.period !== undefined

export const pullCommand = (signal: AbortSignal): Command =>
  withConnection(withSelection(new Command('pull'), DEMO))
    .description('create, wait, download, verify, convert; run again, it goes on or says it is done')
    .requiredOption('--out <dir>', 'directory of the files and of what is remembered')
    .addOption(new Option('--format <format>', 'form of the file').choices(['csv.gz', 'ndjson']).default('csv.gz'))
    .option('--refresh', 'pull again what is there, and replace it')
    .option('--demo', 'pull from a sandbox of our own; needs no key')
    .addHelpText('after', '\nExample:\n  didww-exports pull --type cdr_in --period 2026-10 --out cdrs')
    .action(async (given: Partial<PullCommandOptions> & Pick<PullCommandOptions, 'out' | 'format'>) => {
      const options = { ...(given.demo && DEMO), ...given }
      if (!isComplete(options))
        throw new ConfigurationError('invalid_option', 'pull needs --type and --period, or --demo')
      const pulled = await withSource(options, (source) => pull(source, options, signal))
      if (options.json) printJson({ ...pulled, path: join(options.out, pulled.path) })
      else if (options.demo) await printFirstRows(options.out, pulled)
      process.stderr.write(forStream(process.stderr, `${describePulled(options.out, pulled)}\n`))
      const path = join(options.out, pulled.path)
      if (!options.json && !options.demo) process.stdout.write(forStream(process.stdout, `${path}\n`))
    })
