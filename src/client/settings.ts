import { facts } from '../../generated/facts.js'
import { tokenFacts } from '../../generated/token-facts.js'
import { type ApiVersion, apiVersions, defaultVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { type Clock, systemClock } from '../http/clock.js'
import { createLimiter, type Limiter } from '../http/limiter.js'
import { type Observe, observe } from '../http/observe.js'
import { createRetryBudget, type RetryBudget } from '../http/retry.js'
import type { Redact } from '../errors/foreign-error.js'
import { createSecrets } from '../http/redact.js'
import type { Patience } from '../http/send.js'
import { originOf } from './base-url.js'
import type { ClientOptions, RequestOptions } from './options.js'

/** The options of a client, checked and complete. */
export interface Settings<V extends ApiVersion> {
  readonly apiVersion: V
  readonly apiKey: string
  readonly origin: string
  /** Origin of the token service; undefined in versions without tokens. */
  readonly authOrigin: string | undefined
  /** Other origins that files may be downloaded from. */
  readonly fileOrigins: readonly string[]
  readonly fetch: typeof globalThis.fetch
  /** Whether the user gave `fetch`; it is then used for files too. */
  readonly ownFetch: boolean
  readonly timeout: number
  readonly totalTimeout: number
  readonly maxRetries: number
  readonly limiter: Limiter
  /** Pays for the retries of all calls and downloads. */
  readonly budget: RetryBudget
  readonly observe: Observe
  readonly headers: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly random: () => number
  readonly redact: Redact
  /** Learns a further secret. */
  readonly learn: (secret: string) => void
}

const fromEnvironment = (name: string): string | undefined =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name]

/** Whether a text names a version of the API. */
export const isApiVersion = (text: string): text is ApiVersion => (apiVersions as readonly string[]).includes(text)

const versionOf = (asked: string | undefined): ApiVersion => {
  const version = asked ?? defaultVersion
  if (isApiVersion(version)) return version
  throw new ConfigurationError('invalid_option', `apiVersion ${JSON.stringify(version)} is not known`, {
    hint: `Known versions: ${apiVersions.join(', ')}.`,
  })
}

const keyOf = (given: unknown): string => {
  const text = given ?? fromEnvironment('DIDWW_API_KEY') ?? ''
  if (typeof text !== 'string') throw new ConfigurationError('invalid_option', 'apiKey must be a text')
  const key = text.trim()
  if (key === '') {
    throw new ConfigurationError('missing_api_key', 'There is no API key', {
      hint: 'Set the environment variable DIDWW_API_KEY, or give it: apiKey in a program, --key-file to the command.',
    })
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigurationError(
      'invalid_option',
      'apiKey (or DIDWW_API_KEY) contains characters that are not allowed in a header',
    )
  }
  return key
}

const originFor = ({ baseUrl, environment }: ClientOptions, servers: Readonly<Record<string, string>>): string => {
  if (baseUrl !== undefined && environment !== undefined) {
    throw new ConfigurationError('invalid_option', 'baseUrl and environment exclude each other')
  }
  if (baseUrl !== undefined) return originOf(baseUrl, 'baseUrl')
  const variable = fromEnvironment('DIDWW_BASE_URL')
  if (environment === undefined && variable) return originOf(variable, 'DIDWW_BASE_URL')
  const server = Object.hasOwn(servers, environment ?? 'production') && servers[environment ?? 'production']
  if (server) return server
  throw new ConfigurationError('invalid_option', `environment must be one of ${Object.keys(servers).join(', ')}`)
}

/**
 * The origin of the token service. The key must not go to a host that the user did not name, so a custom host for the
 * API needs a custom token service too.
 */
const authOriginFor = ({ authUrl, baseUrl, environment }: ClientOptions): string => {
  if (authUrl !== undefined) return originOf(authUrl, 'authUrl')
  const variable = fromEnvironment('DIDWW_AUTH_URL')
  const isOwn = baseUrl !== undefined || (environment === undefined && Boolean(fromEnvironment('DIDWW_BASE_URL')))
  // A named environment of the provider is not mixed with another token service.
  if (variable && environment === undefined) return originOf(variable, 'DIDWW_AUTH_URL')
  if (!isOwn) return tokenFacts.servers[environment ?? 'production']
  throw new ConfigurationError('missing_auth_url', 'This version makes tokens from the key: set authUrl', {
    hint: 'Pass the option authUrl along with baseUrl, or set the environment variable DIDWW_AUTH_URL.',
  })
}

/** Checks a time in milliseconds. */
export const millisecondsOf = (name: string, value: number): number => {
  if (typeof value === 'number' && value > 0 && value <= 2 ** 31 - 1) return value
  throw new ConfigurationError(
    'invalid_option',
    `${name} must be a number of milliseconds, more than 0 and less than 25 days`,
  )
}

/** Checks a number of retries. */
export const retriesOf = (value: number): number => {
  if (Number.isInteger(value) && value >= 0 && value <= 100) return value
  throw new ConfigurationError('invalid_option', 'maxRetries must be a whole number from 0 to 100')
}

/** The timeouts and retries of one call, checked. */
export const patienceOf = ({ timeout, totalTimeout, maxRetries }: RequestOptions): Partial<Patience> => ({
  ...(timeout !== undefined && { timeout: millisecondsOf('timeout', timeout) }),
  ...(totalTimeout !== undefined && { totalTimeout: millisecondsOf('totalTimeout', totalTimeout) }),
  ...(maxRetries !== undefined && { maxRetries: retriesOf(maxRetries) }),
})

/** Refuses headers that the client sets itself. */
export const checkHeaders = (
  headers: Readonly<Record<string, string>>,
  own: readonly string[],
): Readonly<Record<string, string>> => {
  const taken = new Set(own.map((name) => name.toLowerCase()))
  for (const [name, value] of Object.entries(headers)) {
    if (taken.has(name.toLowerCase())) {
      throw new ConfigurationError('invalid_option', `headers must not set ${name}, which the client sets itself`)
    }
    try {
      new Headers([[name, value]])
    } catch {
      throw new ConfigurationError('invalid_option', `headers has a name or value that is not allowed: ${name}`)
    }
  }
  return headers
}

/** Headers that control how a request is sent, or identify the sender. */
const FIXED_HEADERS = [
  'Authorization',
  'Accept',
  'Connection',
  'Content-Length',
  'Content-Type',
  'Expect',
  'Host',
  'Keep-Alive',
  'Transfer-Encoding',
  'Upgrade',
]

/** The headers by which any version is selected; they must not contradict `apiVersion`. */
const VERSION_HEADERS = [...new Set(apiVersions.flatMap((version) => facts[version].versionHeader ?? []))]

/** The headers that a client of a version sets itself. */
export const ownHeaders = (apiVersion: ApiVersion): string[] => [
  facts[apiVersion].keyHeader,
  ...VERSION_HEADERS,
  ...FIXED_HEADERS,
]

/** Short values, such as `gzip`, are no secrets. */
export const isLong = (value: string): boolean => value.length >= 12

export const settingsOf = (options: ClientOptions): Settings<ApiVersion> => {
  const apiVersion = versionOf(options.apiVersion)
  const apiKey = keyOf(options.apiKey)
  const clock = options.clock ?? systemClock
  const secrets = createSecrets([apiKey, ...Object.values(options.headers ?? {}).filter(isLong)])
  return {
    apiVersion,
    apiKey,
    origin: originFor(options, facts[apiVersion].servers),
    authOrigin: facts[apiVersion].token && authOriginFor(options),
    fileOrigins: (options.fileOrigins ?? []).map((one) => originOf(one, 'fileOrigins')),
    ownFetch: options.fetch !== undefined,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeout: millisecondsOf('timeout', options.timeout ?? 30_000),
    totalTimeout: millisecondsOf('totalTimeout', options.totalTimeout ?? 120_000),
    maxRetries: retriesOf(options.maxRetries ?? 3),
    limiter: options.limiter ?? createLimiter({ clock }),
    budget: createRetryBudget(),
    observe: observe(options),
    headers: checkHeaders(options.headers ?? {}, ownHeaders(apiVersion)),
    clock,
    random: options.random ?? Math.random,
    ...secrets,
  }
}
