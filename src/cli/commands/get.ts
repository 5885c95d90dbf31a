import { Command } from 'commander'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printFields } from '../print.js'

export const getCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('get'))
    .description('print an export')
    .argument('<id>', 'id of the export')
    .addHelpText('after', '\nExample:\n  didww-exports get 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 --json')
    .action(async (id: string, options: ConnectionOptions) => {
      printFields(await clientFor(options).retrieve(id, { signal }), options.json)
    })
