import { Command, Option } from 'commander'
import { facts } from '../../../generated/facts.js'
import { defaultVersion } from '../../../generated/versions.js'
import { type CallbackExplanation, explainCallback } from '../../callbacks/explain-callback.js'
import { parametersOf, queryOf } from '../../callbacks/parameters.js'
import { withPayload } from '../../callbacks/payload.js'
import { signCallback } from '../../callbacks/sign-callback.js'
import { normalisedUrl, urlPartsOf } from '../../callbacks/url-parts.js'
import { verifyCallback } from '../../callbacks/verify-callback.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import {
  receivedOf,
  type ReceivedOptions,
  type SecretOptions,
  secretsOf,
  withReceived,
  withSecret,
} from '../callback-options.js'
import { printFields, printJson } from '../print.js'
import { listenCommand } from './listen.js'

export const callbacksCommand = (signal: AbortSignal): Command =>
  new Command('callbacks')
    .description('sign, verify and explain callbacks, or receive them during development')
    .addCommand(signCommand())
    .addCommand(verifyCommand())
    .addCommand(explainCommand())
    .addCommand(listenCommand(signal))

interface SignOptions extends SecretOptions {
  readonly url: string
  readonly method: 'POST' | 'GET'
}

const pairOf = (text: string): [string, string] => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new ConfigurationError('invalid_option', `${printable(JSON.stringify(text), 60)} must be written NAME=VALUE`)
}

/** For GET the payload is part of the URL. */
const calledUrl = ({ url, method }: SignOptions, payload: string): string => {
  if (method === 'POST') return url
  const parts = urlPartsOf(url)
  if (!parts) throw new ConfigurationError('invalid_option', '--url is not a URL for HTTP')
  return normalisedUrl({ ...parts, query: withPayload(parts.query, payload) })
}

const signCommand = (): Command =>
  withSecret(new Command('sign'))
    .description('print the signature of a callback')
    .requiredOption('--url <url>', 'the callback_url exactly as it is registered')
    .addOption(new Option('--method <method>', 'how it is sent').choices(['POST', 'GET']).default('POST'))
    .argument('<parameters...>', 'names and values, decoded: NAME=VALUE')
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports callbacks sign --url https://example.com/cb \\\n    id=33bdfff7-4de3-4c58-8c90-b99930fb984a type=exports status=completed',
    )
    .action(async (pairs: readonly string[], options: SignOptions) => {
      const parameters = parametersOf(pairs.map(pairOf))
      const url = calledUrl(options, queryOf(parameters))
      const [secret] = secretsOf(options)
      const signature = await signCallback({ url, parameters, secret })
      const { header } = facts[defaultVersion].callback.signature
      if (options.json) {
        printJson({
          method: options.method,
          url,
          body: options.method === 'POST' ? queryOf(parameters) : '',
          header,
          signature,
        })
        return
      }
      if (options.method === 'GET') process.stderr.write(`the URL to call is ${printable(url, 2000)}\n`)
      process.stdout.write(`${signature}\n`)
    })

const verifyCommand = (): Command =>
  withReceived(new Command('verify'))
    .description('print a callback if its signature matches; exit code 5 if not')
    .addHelpText(
      'after',
      "\nExample:\n  didww-exports callbacks verify --url https://example.com/cb \\\n    --signature 9313… --body 'id=33bdfff7-…&type=exports&status=completed'",
    )
    .action(async (options: ReceivedOptions) => {
      const { request, verify } = receivedOf(options)
      printFields(await verifyCallback(request, verify), options.json)
    })

const describe = ({ verified, message, parameters = {}, candidates }: CallbackExplanation): string[] => [
  verified ? 'The signature matches.' : `Refused: ${message ?? ''}.`,
  ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`),
  ...candidates.flatMap(({ normalisedUrl, signedString, fits }, index) => [
    `${fits ? 'This was signed' : `Tried ${index + 1}`}:`,
    `URL ${normalisedUrl}`,
    `text ${signedString}`,
  ]),
]

const explainCommand = (): Command =>
  withReceived(new Command('explain'))
    .description('show what is signed, each form that was tried, and why a signature does not match')
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
