import { Command, Option } from 'commander'
import { facts } from '../../../../generated/facts.js'
import { defaultVersion } from '../../../../generated/versions.js'
import { parametersOf, queryOf } from '../../../callbacks/parameters.js'
import { withPayload } from '../../../callbacks/payload.js'
import { signCallback } from '../../../callbacks/sign-callback.js'
import { normalisedUrl, urlPartsOf } from '../../../callbacks/url-parts.js'
import { ConfigurationError } from '../../../errors/configuration-error.js'
import { printable } from '../../../errors/printable.js'
import { type SecretOptions, secretsOf, withSecret } from '../../callback-options.js'
import { printJson } from '../../print.js'

interface SignOptions extends SecretOptions {
  readonly url: string
  readonly method: 'POST' | 'GET'
}

const pairOf = (text: string): [string, string] => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new ConfigurationError('invalid_option', `${printable(JSON.stringify(text), 60)} must be written NAME=VALUE`)
}

/** By GET the payload is part of the URL. */
const calledUrl = ({ url, method }: SignOptions, payload: string): string => {
  if (method === 'POST') return url
  const parts = urlPartsOf(url)
  if (!parts) throw new ConfigurationError('invalid_option', '--url is not a URL for HTTP')
  return normalisedUrl({ ...parts, query: withPayload(parts.query, payload) })
}

export const signCommand = (): Command =>
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
