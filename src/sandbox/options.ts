import { type SigningKey, signingKeys } from '../../generated/facts.js'
import { type ApiVersion, apiVersions, defaultVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { checkLayout } from './calls/layout.js'
import { hashOf } from './calls/random.js'
import { type Duration, millisecondsIn } from '../periods/duration.js'
import type { Fault } from './faults/fault.js'

/** Options of a sandbox. Each has a default. */
export interface SandboxOptions {
  /**
   * Seed of all randomness: the same one gives the same ids, calls and files.
   * @default 'didww'
   */
  readonly seed?: string | number | undefined
  /**
   * Calls in a month of each export type.
   * @default 1000
   */
  readonly rows?: number | undefined
  /**
   * Start of its clock: ISO 8601, or milliseconds since 1970.
   * @default the time of the machine
   */
  readonly now?: string | number | undefined
  /**
   * Whether time passes by itself. If not, it passes when somebody sleeps on `clock` or calls `advance()`.
   * @default true until somebody uses `clock` or calls `advance()`, then false
   */
  readonly realTime?: boolean | undefined
  /**
   * The only key that is accepted.
   * @default derived from the seed
   */
  readonly apiKey?: string | undefined
  /**
   * The callback secret of the account. When it is given, it signs callbacks, unless `callbacksSignedWith` says otherwise.
   * @default derived from the seed
   */
  readonly callbackSecret?: string | undefined
  /**
   * Which key signs callbacks: the account's API key, or its callback secret.
   * @default what the provider's documents of the export's version say: the API key up to 2026-04-16, then the secret
   */
  readonly callbacksSignedWith?: SigningKey | undefined
  /**
   * Origins other than this machine that callbacks may go to.
   * @default []
   */
  readonly callbackOrigins?: readonly string[] | undefined
  /**
   * The account's version: served when no version or an older one is requested.
   * @default '2021-12-15'
   */
  readonly apiVersion?: ApiVersion | undefined
  /** Faults to inject. */
  readonly faults?: readonly Fault[] | undefined
  /**
   * How long an export is pending, in milliseconds or as `'2s'`.
   * @default 2_000
   */
  readonly pendingFor?: Duration | undefined
  /**
   * How long an export is processing after that.
   * @default 8_000
   */
  readonly processingFor?: Duration | undefined
  /**
   * Requests the key may make in any second; `Infinity` for no limit.
   * @default 20
   */
  readonly rateLimit?: number | undefined
  /**
   * Whether files have a strong `ETag` and support `Range`. It is not known whether the provider's do.
   * @default true
   */
  readonly ranges?: boolean | undefined
  /**
   * The layout of files by name, such as `'13 columns'`, for export types that have it.
   * @default the main one of each type
   */
  readonly layout?: string | undefined
}

/** The options of a sandbox, checked and complete. */
interface SandboxSettings {
  readonly seed: string
  readonly rows: number
  readonly now: number
  readonly realTime: boolean | undefined
  readonly apiKey: string
  readonly callbackSecret: string
  /** Undefined when the version of an export decides. */
  readonly callbacksSignedWith: SigningKey | undefined
  readonly callbackOrigins: readonly string[]
  readonly apiVersion: ApiVersion
  readonly faults: readonly Fault[]
  readonly pendingFor: number
  readonly processingFor: number
  readonly rateLimit: number
  readonly ranges: boolean
  readonly layout: string | undefined
}

const KEYS: ReadonlySet<SigningKey> = new Set(Object.values(signingKeys))

const wrong = (what: string): ConfigurationError => new ConfigurationError('invalid_option', what)

const timeOf = (now: string | number): number => {
  const at = typeof now === 'number' ? now : Date.parse(now)
  if (Number.isFinite(at) && at >= 0) return Math.floor(at)
  throw wrong(`now ${JSON.stringify(now)} is not a time: give ISO 8601 or milliseconds since 1970`)
}

const versionOf = (version: ApiVersion): ApiVersion => {
  if (apiVersions.includes(version)) return version
  throw wrong(`apiVersion ${JSON.stringify(version)} is not known: one of ${apiVersions.join(', ')}`)
}

const rowsOf = (rows: number): number => {
  if (Number.isInteger(rows) && rows >= 0) return rows
  throw wrong('rows must be a whole number of calls, 0 or more')
}

const secretOf = (secret: string): string => {
  if (secret.trim() !== '') return secret
  throw wrong('callbackSecret must not be empty')
}

const signingKeyOf = ({ callbackSecret, callbacksSignedWith: key }: SandboxOptions): SigningKey | undefined => {
  const given = callbackSecret === undefined ? undefined : 'callback-secret'
  if (key === undefined || KEYS.has(key)) return key ?? given
  throw wrong(`callbacksSignedWith ${JSON.stringify(key)} is not known: one of ${[...KEYS].join(', ')}`)
}

const originOf = (text: string): string => {
  if (URL.canParse(text) && new URL(text).origin !== 'null') return new URL(text).origin
  throw wrong(`callbackOrigins ${JSON.stringify(text)} is not an origin such as https://example.com`)
}

export const settingsOf = (options: SandboxOptions): SandboxSettings => {
  const seed = String(options.seed ?? 'didww')
  const limit = options.rateLimit ?? 20
  if (!(limit > 0)) throw wrong('rateLimit must be a number of requests a second, more than 0')
  return {
    seed,
    rows: rowsOf(options.rows ?? 1000),
    now: timeOf(options.now ?? Date.now()),
    realTime: options.realTime,
    apiKey: options.apiKey ?? `sandbox-key-${hashOf(seed).toString(16).padStart(8, '0')}`,
    callbackSecret: secretOf(
      options.callbackSecret ?? `sandbox-secret-${hashOf(`${seed}/callbacks`).toString(16).padStart(8, '0')}`,
    ),
    callbacksSignedWith: signingKeyOf(options),
    callbackOrigins: (options.callbackOrigins ?? []).map(originOf),
    apiVersion: versionOf(options.apiVersion ?? defaultVersion),
    faults: options.faults ?? [],
    pendingFor: millisecondsIn(options.pendingFor ?? 2000),
    processingFor: millisecondsIn(options.processingFor ?? 8000),
    rateLimit: limit,
    ranges: options.ranges ?? true,
    layout: options.layout === undefined ? undefined : checkLayout(options.layout),
  }
}
