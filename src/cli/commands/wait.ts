import { Command } from 'commander'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printFields } from '../print.js'

interface WaitOptions extends ConnectionOptions {
  readonly maxWait?: number
}

const seconds = (text: string): number => {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value * 1000
  throw new ConfigurationError('invalid_option', '--max-wait must be a number of seconds, more than 0')
}

export const waitCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('wait'))
    .description('wait until an export is completed, and print it')
    .argument('<id>', 'id of the export')
    .option('--max-wait <seconds>', 'give up after so many seconds (default: 3600)', seconds)
    .addHelpText('after', '\nExample:\n  didww-exports wait 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 --max-wait 600')
    .action(async (id: string, { maxWait, json, ...connection }: WaitOptions) => {
      const client = clientFor(connection)
      const onPoll = ({ status }: { status: string }): boolean => process.stderr.write(`${id} is ${status}\n`)
      printFields(await client.waitUntilCompleted(id, { maxWait, signal, onPoll }), json)
    })
