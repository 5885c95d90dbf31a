import type { Command } from 'commander'
import { callbackFacts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { PlainCallbackRequest } from '../callbacks/callback-request.js'
import type { VerifyOptions } from '../callbacks/verify-options.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { versionOf } from './connection.js'
import { readText } from './read-text.js'

/** The options that name the keys that may have signed a callback. */
export interface SecretOptions {
  readonly secretFile?: string
  readonly keyFile?: string
  /** The API key, where a command has read it already. */
  readonly apiKey?: string | undefined
}

/** A key that signs callbacks, with what people call it. */
export interface NamedKey {
  readonly name: string
  readonly secret: string
}

/** The options that say what was received. */
export interface ReceivedOptions extends SecretOptions {
  readonly json?: boolean
  readonly url: string
  readonly signature?: string | undefined
  readonly body?: string | undefined
  readonly received?: string | undefined
  readonly apiVersion?: string
}

export const API_KEY = 'the API key'

export const SECRET_FILE = [
  '--secret-file <path>',
  'file with the callback secret, or several, one a line; - for stdin (default: DIDWW_CALLBACK_SECRET)',
] as const

export const withSecret = (command: Command): Command =>
  command
    .option('--json', 'print JSON')
    .option(...SECRET_FILE)
    .option('--key-file <path>', 'file with the API key, which may sign instead; - for stdin (default: DIDWW_API_KEY)')

/** What came, for the help. */
export const RECEIVED = {
  signature: ['--signature <hex>', 'the header that came with it'],
  body: ['--body <text>', 'the body that was received by POST; - for stdin'],
  received: ['--received <url>', 'the URL, or path and query, that was called by GET'],
} as const

export const withReceived = (command: Command): Command =>
  withSecret(command)
    .requiredOption('--url <url>', 'the callback_url exactly as it was registered')
    .option(...RECEIVED.signature)
    .option(...RECEIVED.body)
    .option(...RECEIVED.received)
    .option('--api-version <version>', 'version the export was created with')

const textOf = (path: string | undefined, variable: string): string =>
  path === undefined ? (process.env[variable] ?? '') : readText(path)

/** The callback secrets and the API key, from files or the environment: either may sign. */
export const keysOf = ({ secretFile, keyFile, apiKey }: SecretOptions): [NamedKey, ...NamedKey[]] => {
  if (secretFile === '-' && keyFile === '-') {
    throw new ConfigurationError('invalid_option', 'Only one of --key-file and --secret-file can be read from stdin')
  }
  const secrets = textOf(secretFile, 'DIDWW_CALLBACK_SECRET')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((secret, index, { length }) => ({
      name: length === 1 ? 'the callback secret' : `callback secret ${index + 1}`,
      secret,
    }))
  const key = apiKey ?? textOf(keyFile, 'DIDWW_API_KEY').trim()
  const [first, ...more] = [...secrets, ...(key === '' ? [] : [{ name: API_KEY, secret: key }])]
  if (first !== undefined) return [first, ...more]
  throw new ConfigurationError('missing_secret', 'There is no callback secret and no API key', {
    hint:
      'Either may sign callbacks. Set DIDWW_CALLBACK_SECRET or DIDWW_API_KEY, or name a file with --secret-file or ' +
      '--key-file; they are never taken from an argument.',
  })
}

/** A callback that was received, and what it is verified with. */
export interface Received {
  readonly request: PlainCallbackRequest
  readonly verify: VerifyOptions
  /** What people call each of the secrets. */
  readonly names: readonly string[]
}

/** The received callback, as a request. */
export const receivedOf = (options: ReceivedOptions): Received => {
  const { url, signature, body, received } = options
  if ((body === undefined) === (received === undefined)) {
    throw new ConfigurationError('invalid_option', 'Give --body for a callback by POST, or --received for one by GET')
  }
  if (body === '-' && (options.secretFile === '-' || options.keyFile === '-')) {
    throw new ConfigurationError('invalid_option', 'Only one of --body and the files of keys can be read from stdin')
  }
  const apiVersion: ApiVersion = versionOf(options.apiVersion)
  const headers = signature === undefined ? {} : { [callbackFacts[apiVersion].signature.header]: signature }
  const keys = keysOf(options)
  const verify = { secrets: keys.map(({ secret }) => secret), publicUrl: url, apiVersion }
  const names = keys.map(({ name }) => name)
  if (received !== undefined) return { request: { method: 'GET', url: received, headers }, verify, names }
  const text = body === '-' ? readText('-').replace(/\r?\n$/, '') : body
  return { request: { method: 'POST', url, headers, body: text }, verify, names }
}
