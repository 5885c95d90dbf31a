import { Command } from 'commander'
import { type CallbackExplanation, explainCallback } from '../../../callbacks/explain-callback.js'
import { printable } from '../../../errors/printable.js'
import { receivedOf, type ReceivedOptions, withReceived } from '../../callback-options.js'
import { printJson } from '../../print.js'

const describe = ({ verified, message, parameters = {}, candidates }: CallbackExplanation): string[] => [
  verified ? 'The signature holds.' : `Refused: ${message ?? ''}.`,
  ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`),
  ...candidates.flatMap(({ normalisedUrl, signedString, fits }, index) => [
    `${fits ? 'This was signed' : `Tried ${index + 1}`}:`,
    `URL ${normalisedUrl}`,
    `text ${signedString}`,
  ]),
]

export const explainCommand = (): Command =>
  withReceived(new Command('explain'))
    .description('print what is signed, each form that is tried, and why a signature does not hold')
    .addHelpText(
      'after',
      "\nExample:\n  didww-exports callbacks explain --url https://example.com/cb \\\n    --signature 9313… \\\n    --received '/cb?id=33bdfff7-…&status=completed&type=exports'",
    )
    .action(async (options: ReceivedOptions) => {
      const { request, verify } = receivedOf(options)
      const explanation = await explainCallback(request, verify)
      if (options.json) printJson(explanation)
      else for (const line of describe(explanation)) process.stdout.write(`${printable(line, 4000)}\n`)
    })
