import type { Command } from 'commander'
import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { PlainCallbackRequest } from '../callbacks/callback-request.js'
import type { VerifyOptions } from '../callbacks/verify-options.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { versionOf } from './connection.js'
import { readText } from './read-text.js'

/** The options of every command about callbacks. */
export interface SecretOptions {
  readonly secretFile?: string
  readonly json?: boolean
}

/** The options that say what was received. */
export interface ReceivedOptions extends SecretOptions {
  readonly url: string
  readonly signature?: string
  readonly body?: string
  readonly received?: string
  readonly apiVersion?: string
}

export const withSecret = (command: Command): Command =>
  command
    .option('--json', 'print JSON')
    .option(
      '--secret-file <path>',
      'file with the callback secret, or several, one a line; - for stdin (default: DIDWW_CALLBACK_SECRET)',
    )

export const withReceived = (command: Command): Command =>
  withSecret(command)
    .requiredOption('--url <url>', 'the callback_url exactly as it was registered')
    .option('--signature <hex>', 'the header that came with it')
    .option('--body <text>', 'the body that was received by POST; - for stdin')
    .option('--received <url>', 'the URL, or path and query, that was called by GET')
    .option('--api-version <version>', 'version the export was created with')

/** The secrets, from a file or the environment. */
export const secretsOf = ({ secretFile }: SecretOptions): [string, ...string[]] => {
  const text = secretFile === undefined ? (process.env['DIDWW_CALLBACK_SECRET'] ?? '') : readText(secretFile)
  const [first, ...more] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (first !== undefined) return [first, ...more]
  throw new ConfigurationError('missing_secret', 'There is no callback secret', {
    hint: 'Set DIDWW_CALLBACK_SECRET, or name a file with --secret-file; it is never taken from an argument.',
  })
}

/** The received callback, as a request. */
export const receivedOf = (options: ReceivedOptions): { request: PlainCallbackRequest; verify: VerifyOptions } => {
  const { url, signature, body, received } = options
  if ((body === undefined) === (received === undefined)) {
    throw new ConfigurationError('invalid_option', 'Give --body for a callback by POST, or --received for one by GET')
  }
  if (body === '-' && options.secretFile === '-') {
    throw new ConfigurationError('invalid_option', 'Only one of --body and --secret-file can be read from stdin')
  }
  const apiVersion: ApiVersion = versionOf(options.apiVersion)
  const headers = signature === undefined ? {} : { [facts[apiVersion].callback.signature.header]: signature }
  const verify = { secrets: secretsOf(options), publicUrl: url, apiVersion }
  if (received !== undefined) return { request: { method: 'GET', url: received, headers }, verify }
  const text = body === '-' ? readText('-').replace(/\r?\n$/, '') : body
  return { request: { method: 'POST', url, headers, body: text }, verify }
}
