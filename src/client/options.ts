import type { ApiVersion } from '../../generated/versions.js'
import type { Clock } from '../http/clock.js'
import type { Limiter } from '../http/limiter.js'
import type { Observers } from '../http/observe.js'

/** What each call takes last. */
export interface RequestOptions {
  /** Ends the call; its reason is thrown as it is. */
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
   * How often a request is sent again at most.
   * @default the client's `maxRetries`
   */
  readonly maxRetries?: number | undefined
  /** Further headers. Those the client sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What a client is made of; every option has a default. */
export interface ClientOptions<V extends ApiVersion | undefined = ApiVersion | undefined> extends Observers {
  /**
   * The key of the account, without a prefix.
   * @default the environment variable `DIDWW_API_KEY`
   */
  readonly apiKey?: string | undefined
  /**
   * The dated version of the API; it decides all types.
   * @default '2021-12-15'
   */
  readonly apiVersion?: V
  /**
   * Which of the provider's hosts.
   * @default 'production'
   */
  readonly environment?: 'production' | 'sandbox' | undefined
  /**
   * An origin of one's own instead of `environment`: `https:`, or `http:` on this machine. A trailing
   * `/v3` is accepted.
   * @default the environment variable `DIDWW_BASE_URL`
   */
  readonly baseUrl?: string | undefined
  /**
   * Where tokens are made, in versions that take tokens: an origin, `https:`, or `http:` on this machine.
   * The key goes there, so with an own `baseUrl` it has to be said.
   * @default the provider's for `environment` where that is given, else the environment variable `DIDWW_AUTH_URL`
   */
  readonly authUrl?: string | undefined
  /**
   * Origins other than the API's own that files may come from. They get no credential.
   * @default []
   */
  readonly fileOrigins?: readonly string[] | undefined
  /**
   * Replaces the global `fetch`, for proxies and tests. It then carries files too.
   * @default globalThis.fetch
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Milliseconds for one attempt, its answer included.
   * @default 30_000
   */
  readonly timeout?: number | undefined
  /**
   * Milliseconds for all attempts at one call together, the pauses between them included.
   * @default 120_000
   */
  readonly totalTimeout?: number | undefined
  /**
   * How often a request is sent again at most, after a lost connection or an answer of 408, 429, 500,
   * 502, 503 or 504. A create is sent again only when it surely was not carried out. All calls of a
   * client share a budget, so that an outage is not made worse.
   * @default 3
   */
  readonly maxRetries?: number | undefined
  /**
   * Keeps requests below what the key may make; clients of one key share one by being given the same.
   * @default one of its own, 18 requests a second
   */
  readonly limiter?: Limiter | undefined
  /** Further headers on every request to the API; the token service gets none. Those the client sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Time, as a value.
   * @default the clock of the machine
   */
  readonly clock?: Clock | undefined
  /**
   * Chance, as a value: numbers from 0 up to 1.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined
}
