import { Command } from 'commander'
import { verifyCallback } from '../../../callbacks/verify-callback.js'
import { receivedOf, type ReceivedOptions, withReceived } from '../../callback-options.js'
import { printFields } from '../../print.js'

export const verifyCommand = (): Command =>
  withReceived(new Command('verify'))
    .description('print a callback if its signature holds; exit code 5 if not')
    .addHelpText(
      'after',
      "\nExample:\n  didww-exports callbacks verify --url https://example.com/cb \\\n    --signature 9313… --body 'id=33bdfff7-…&type=exports&status=completed'",
    )
    .action(async (options: ReceivedOptions) => {
      const { request, verify } = receivedOf(options)
      printFields(await verifyCallback(request, verify), options.json)
    })
