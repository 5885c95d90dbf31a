import type { ApiVersion } from '../../generated/versions.js'
import type { Clock } from '../http/clock.js'
import type { Limiter } from '../http/limiter.js'
import type { Observers } from '../http/observe.js'

/** Options of a single call. */
export interface RequestOptions {
  /** Aborts the call; its reason is thrown as it is. */
  readonly signal?: AbortSignal | undefined
  /**
   * Milliseconds for one attempt.
   * @default the client's `timeout`
   */
  readonly timeout?: number | undefined
  /**
   * Milliseconds for all attempts together.
   * @default the client's `totalTimeout`
   */
  readonly totalTimeout?: number | undefined
  /**
   * How often a request is retried at most.
   * @default the client's `maxRetries`
   */
  readonly maxRetries?: number | undefined
  /** Additional headers. Headers that the client sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Options of a client. Each has a default. */
export interface ClientOptions<V extends ApiVersion | undefined = ApiVersion | undefined> extends Observers {
  /**
   * The key of the account, without a prefix.
   * @default the environment variable `DIDWW_API_KEY`
   */
  readonly apiKey?: string | undefined
  /**
   * The dated version of the API. It decides the types.
   * @default '2021-12-15'
   */
  readonly apiVersion?: V
  /**
   * The provider's production or sandbox host.
   * @default 'production'
   */
  readonly environment?: 'production' | 'sandbox' | undefined
  /**
   * Another origin instead of `environment`: `https:`, or `http:` on this machine. A trailing `/v3` is accepted.
   * @default the environment variable `DIDWW_BASE_URL`
   */
  readonly baseUrl?: string | undefined
  /**
   * Origin of the token service, in versions that take tokens: `https:`, or `http:` on this machine. The key goes
   * there, so it is required with a `baseUrl` of your own.
   * @default the provider's for `environment` where that is given, else the environment variable `DIDWW_AUTH_URL`
   */
  readonly authUrl?: string | undefined
  /**
   * Other origins that files may be downloaded from. They get no credential.
   * @default []
   */
  readonly fileOrigins?: readonly string[] | undefined
  /**
   * A replacement for the global `fetch`, for proxies and tests. It is used for files too.
   * @default globalThis.fetch
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Milliseconds for one attempt, including its answer.
   * @default 30_000
   */
  readonly timeout?: number | undefined
  /**
   * Milliseconds for all attempts of one call together, including the pauses between them.
   * @default 120_000
   */
  readonly totalTimeout?: number | undefined
  /**
   * How often a request is retried at most, after a lost connection or an answer of 408, 429, 500, 502, 503 or 504. A
   * create is retried only when it certainly was not carried out. All calls and downloads of a client share a retry
   * budget.
   * @default 3
   */
  readonly maxRetries?: number | undefined
  /**
   * Rate limiter. Give clients of the same key the same one.
   * @default 18 requests a second for this client
   */
  readonly limiter?: Limiter | undefined
  /**
   * Additional headers for requests to the API, not to the token service. Headers that the client sets itself are
   * refused.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Clock to use.
   * @default the clock of the machine
   */
  readonly clock?: Clock | undefined
  /**
   * Random source for jitter: numbers from 0 up to 1.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined
}
