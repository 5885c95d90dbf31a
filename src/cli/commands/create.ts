import { Command } from 'commander'
import { facts } from '../../../generated/facts.js'
import { attributesFor, type Callback } from '../../client/attributes-for.js'
import { formatPeriod, parsePeriod } from '../../client/period.js'
import type { ApiVersion, ExportType } from '../../client/types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printExport } from '../print.js'

interface CreateOptions extends ConnectionOptions {
  readonly type: string
  readonly period: string
  readonly did?: string
  readonly trunk?: string
  readonly callbackUrl?: string
  readonly callbackMethod?: string
}

const exportTypeOf = (apiVersion: ApiVersion, text: string): ExportType<ApiVersion> => {
  const types = Object.keys(facts[apiVersion].filters) as ExportType<ApiVersion>[]
  const type = types.find((one) => one === text)
  if (type !== undefined) return type
  throw new ConfigurationError('invalid_option', `--type ${JSON.stringify(text)} is not known in ${apiVersion}`, {
    hint: `Known types: ${types.join(', ')}.`,
  })
}

const callbackOf = ({ callbackUrl, callbackMethod }: CreateOptions): Callback => ({
  ...(callbackUrl !== undefined && { callback_url: callbackUrl }),
  ...(callbackMethod !== undefined && { callback_method: callbackMethod }),
})

export const createCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('create'))
    .description('create an export and print it')
    .requiredOption('--type <type>', 'kind of export: cdr_in or cdr_out')
    .requiredOption('--period <period>', 'month 2026-10, day 2026-10-05, or FROM..TO, in UTC')
    .option('--did <number>', 'only calls to this DID')
    .option('--trunk <id>', 'only calls through this voice out trunk')
    .option('--callback-url <url>', 'where to be called when the export is completed')
    .option('--callback-method <method>', 'POST or GET')
    .addHelpText('after', '\nExample:\n  didww-exports create --type cdr_in --period 2026-10 --did 123456789')
    .action(async (options: CreateOptions) => {
      const client = clientFor(options)
      const type = exportTypeOf(client.apiVersion, options.type)
      const period = parsePeriod(options.period)
      const attributes = attributesFor(client.apiVersion, type, { ...options, period }, callbackOf(options))
      const created = await client.create(attributes, { signal })
      process.stderr.write(`calls from ${formatPeriod(period)}\n`)
      printExport(created, options.json)
    })
