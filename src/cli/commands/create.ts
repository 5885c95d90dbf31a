import { Command } from 'commander'
import type { Callback } from '../../client/attributes-for.js'
import { formatPeriod } from '../../client/period.js'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printFields } from '../print.js'
import { selected, type SelectionOptions, withSelection } from '../selection.js'

interface CreateOptions extends ConnectionOptions, SelectionOptions {
  readonly callbackUrl?: string
  readonly callbackMethod?: string
}

const callbackOf = ({ callbackUrl, callbackMethod }: CreateOptions): Callback => ({
  ...(callbackUrl !== undefined && { callback_url: callbackUrl }),
  ...(callbackMethod !== undefined && { callback_method: callbackMethod }),
})

export const createCommand = (signal: AbortSignal): Command =>
  withConnection(withSelection(new Command('create')))
    .description('create an export and print it')
    .option('--callback-url <url>', 'where to be called when the export is completed')
    .option('--callback-method <method>', 'POST or GET')
    .addHelpText('after', '\nExample:\n  didww-exports create --type cdr_in --period 2026-10 --did 123456789')
    .action(async (options: CreateOptions) => {
      const client = clientFor(options)
      const { attributes, period } = selected(client.apiVersion, options, callbackOf(options))
      const created = await client.create(attributes, { signal })
      process.stderr.write(`calls from ${formatPeriod(period)}\n`)
      printFields(created, options.json)
    })
