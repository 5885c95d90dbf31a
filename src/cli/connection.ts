import { type Command, Option } from 'commander'
import { apiVersions, defaultVersion } from '../../generated/versions.js'
import type { ApiVersion } from '../api/types.js'
import type { ClientOptions } from '../client/options.js'
import { isApiVersion, settingsOf } from '../client/settings.js'
import { type AnyClient, createAnyClient } from '../create-exports-client.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { clientOfAccount, withServedVersion } from './account-version.js'
import { fetchFor } from './proxy.js'
import { readText } from './read-text.js'

/** The options of every command that talks to the API. */
export interface ConnectionOptions {
  readonly apiVersion?: string
  readonly baseUrl?: string
  readonly authUrl?: string
  readonly keyFile?: string
  readonly header?: readonly string[]
  readonly fileOrigin?: readonly string[]
  readonly maxRetries?: number
  readonly json?: boolean
}

export const withConnection = (command: Command): Command =>
  command
    .option('--json', 'print JSON')
    .addOption(
      apart(
        '--api-version <version>',
        'version of the API (default: DIDWW_API_VERSION, else the one that the account is served)',
      ),
    )
    .addOption(apart('--base-url <origin>', 'origin of the API (default: DIDWW_BASE_URL or production)'))
    .addOption(
      apart('--auth-url <origin>', 'origin of the token service, where the version has one (default: DIDWW_AUTH_URL)'),
    )
    .addOption(apart('--key-file <path>', 'file with the API key, - for stdin (default: DIDWW_API_KEY)'))
    .addOption(
      apart('--max-retries <number>', 'how often a request is retried at most (default: 3)').argParser(
        whole('--max-retries', 100),
      ),
    )
    .addOption(
      apart('--file-origin <origin>', 'another origin that files may come from; it gets no key').argParser(collect),
    )
    .addOption(apart('--header <name:value>', 'an additional request header; may be repeated').argParser(collect))

/** In the help, the options of every command come after its own. */
const apart = (flags: string, what: string): Option => new Option(flags, what).helpGroup('Connection:')

/** Parses a whole number, or names the option that is wrong. */
export const whole =
  (option: string, most: number, least = 0) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= most) return number
    throw new ConfigurationError('invalid_option', `${option} must be a whole number from ${least} to ${most}`)
  }

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** The version that was asked for on the command line or in the environment, else the default. */
export const versionOf = (given: string | undefined): ApiVersion => givenVersion(given) ?? defaultVersion

/** The version that was asked for on the command line or in the environment; undefined when nobody said. */
export const givenVersion = (given: string | undefined): ApiVersion | undefined => {
  const version = given ?? (process.env['DIDWW_API_VERSION'] || undefined)
  if (version === undefined || isApiVersion(version)) return version
  throw new ConfigurationError(
    'invalid_option',
    `--api-version (or DIDWW_API_VERSION) ${JSON.stringify(version)} is not known`,
    {
      hint: `Known versions: ${apiVersions.join(', ')}.`,
    },
  )
}

/** The headers that `--header` names. */
export const headersFrom = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) {
        throw new ConfigurationError('invalid_option', '--header must be written NAME:VALUE')
      }
      return [name, value]
    }),
  )

/** The client options from the command line. */
export const givenOptionsOf = (options: ConnectionOptions): ClientOptions => ({
  apiVersion: versionOf(options.apiVersion),
  apiKey: options.keyFile === undefined ? undefined : readText(options.keyFile).trim(),
  baseUrl: options.baseUrl,
  authUrl: options.authUrl,
  fileOrigins: options.fileOrigin,
  maxRetries: options.maxRetries,
  headers: headersFrom(options.header ?? []),
})

/**
 * The client options from the command line and the environment, including the `fetch` of a proxy.
 *
 * @throws {ConfigurationError} `proxy_not_possible`, when a proxy is configured that cannot be used.
 */
export const clientOptionsOf = (options: ConnectionOptions): ClientOptions => {
  const given = givenOptionsOf(options)
  const fetch = fetchFor(settingsOf(given).origin)
  return fetch ? { ...given, fetch } : given
}

/**
 * A client of the version that was asked for, else of the one that the account is served. What changes something asks
 * with it beforehand, so that nothing is sent in a version that is not the account's.
 */
export const clientFor = async (options: ConnectionOptions, signal: AbortSignal): Promise<AnyClient> => {
  // Read once, as the key may come from stdin.
  const given = clientOptionsOf(options)
  if (givenVersion(options.apiVersion) !== undefined) return createAnyClient(given)
  return clientOfAccount((apiVersion) => createAnyClient({ ...given, apiVersion }), signal)
}

/** Reads from the API in the version that was asked for, else in the one that the account is served. */
export const readWith = <T>(
  options: ConnectionOptions,
  signal: AbortSignal,
  read: (client: AnyClient) => Promise<T>,
): Promise<T> => {
  // Read once, as the key may come from stdin.
  const given = clientOptionsOf(options)
  if (givenVersion(options.apiVersion) !== undefined) return read(createAnyClient(given))
  return withServedVersion((apiVersion) => createAnyClient({ ...given, apiVersion }), signal, read)
}
