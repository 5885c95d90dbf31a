import { Command, Option } from 'commander'
import { callbackFacts, type SigningKey, signingKeys } from '../../../generated/facts.js'
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
  API_KEY,
  type NamedKey,
  receivedOf,
  type ReceivedOptions,
  type SecretOptions,
  keysOf,
  withReceived,
  withSecret,
} from '../callback-options.js'
import { verdictOf } from '../callback-verdict.js'
import { REFUSED } from '../exit-code.js'
import { note } from '../notes.js'
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
  readonly json?: boolean
  readonly signedWith?: SigningKey
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

/** The key that was chosen, or the first that is given. */
const signerOf = ({ signedWith, ...files }: SignOptions): NamedKey => {
  const keys = keysOf(files)
  const isChosen = ({ name }: NamedKey): boolean => (name === API_KEY) === (signedWith === 'api-key')
  const key = signedWith === undefined ? keys[0] : keys.find(isChosen)
  if (key) return key
  throw new ConfigurationError('missing_secret', `--signed-with ${signedWith ?? ''}: that key is not given`)
}

const signCommand = (): Command =>
  withSecret(new Command('sign'))
    .description('print the signature of a callback')
    .requiredOption('--url <url>', 'the callback_url exactly as it is registered')
    .addOption(new Option('--method <method>', 'how it is sent').choices(['POST', 'GET']).default('POST'))
    .addOption(
      new Option('--signed-with <key>', 'which key signs (default: the callback secret if it is given)').choices([
        ...new Set(Object.values(signingKeys)),
      ]),
    )
    .argument('<parameters...>', 'names and values, decoded: NAME=VALUE')
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports callbacks sign --url https://example.com/cb \\\n    id=33bdfff7-4de3-4c58-8c90-b99930fb984a type=exports status=completed',
    )
    .action(async (pairs: readonly string[], options: SignOptions) => {
      const parameters = parametersOf(pairs.map(pairOf))
      const url = calledUrl(options, queryOf(parameters))
      const { name, secret } = signerOf(options)
      const signature = await signCallback({ url, parameters, secret })
      const { header } = callbackFacts[defaultVersion].signature
      if (options.json) {
        printJson({
          method: options.method,
          url,
          body: options.method === 'POST' ? queryOf(parameters) : '',
          header,
          signature,
          signedWith: name,
        })
        return
      }
      note(`signed with ${name}`)
      if (options.method === 'GET') note(`the URL to call is ${printable(url, 2000)}`)
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

const described = (explanation: CallbackExplanation, names: readonly string[]): string[] => {
  const { found, advice } = verdictOf(explanation, names)
  const isKnown = explanation.verified || explanation.reason === 'wrong_signature'
  return [...(isKnown ? [`${found.charAt(0).toUpperCase()}${found.slice(1)}.`] : []), ...advice]
}

const describe = (explanation: CallbackExplanation, names: readonly string[]): string[] => {
  const { verified, message, parameters = {}, candidates } = explanation
  return [
    verified ? 'The signature matches.' : `Refused: ${message ?? ''}.`,
    ...described(explanation, names),
    ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`),
    ...candidates.flatMap(({ normalisedUrl, signedString, fits }, index) => [
      `${fits ? 'This was signed' : `Tried ${index + 1}`}:`,
      `URL ${normalisedUrl}`,
      `text ${signedString}`,
    ]),
  ]
}

const explainCommand = (): Command =>
  withReceived(new Command('explain'))
    .description('show what is signed and with which key, and why a signature does not match; exit code 5 if not')
    .addHelpText(
      'after',
      "\nExample:\n  didww-exports callbacks explain --url https://example.com/cb \\\n    --signature 9313… \\\n    --received '/cb?id=33bdfff7-…&status=completed&type=exports'",
    )
    .action(async (options: ReceivedOptions) => {
      const { request, verify, names } = receivedOf(options)
      const explanation = await explainCallback(request, verify)
      const { secretIndex } = explanation
      if (options.json)
        printJson({ ...explanation, ...(secretIndex !== undefined && { signedWith: names[secretIndex] }) })
      else for (const line of describe(explanation, names)) process.stdout.write(`${printable(line, 4000)}\n`)
      if (!explanation.verified) process.exitCode = REFUSED
    })
