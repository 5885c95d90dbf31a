import type { ApiVersion, DefaultVersion } from '../../generated/versions.js'
import type { VersionWith } from '../api/types.js'
import { createClientCore } from '../client/client-core.js'
import type { JsonClient, Updating } from '../client/client.js'
import type { ClientOptions } from '../client/options.js'

/**
 * A client without `download()`, `records()` and `pull()`, which need Node.js. Without a type parameter it is the union
 * of the clients of all versions.
 */
export type ExportsClient<V extends ApiVersion = ApiVersion> =
  V extends VersionWith<'update'> ? JsonClient<V> & Updating<V> : V extends ApiVersion ? JsonClient<V> : never

/** Options of a client without files. */
export type WebClientOptions<V extends ApiVersion | undefined = ApiVersion | undefined> = Omit<
  ClientOptions<V>,
  'fileOrigins'
>

/**
 * Makes a client of `/v3/exports` for runtimes with web standards only: workers, Deno, browsers. It creates, lists and
 * waits. To download files use `didww-exports` on Node.js.
 *
 * Everyone who sees a web page can read its key. Use a key in a page only when nobody else sees the page.
 *
 * @throws {ConfigurationError} when the key is missing or an option is invalid.
 * @example
 * const didww = createExportsClient({ apiKey: env.DIDWW_API_KEY })
 * const created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
 * const done = await didww.waitUntilCompleted(created.id)
 */
export function createExportsClient<V extends ApiVersion | undefined = undefined>(
  options?: WebClientOptions<V>,
): ExportsClient<V extends ApiVersion ? V : DefaultVersion>
export function createExportsClient(
  options: WebClientOptions = {},
): JsonClient<ApiVersion> & Partial<Updating<ApiVersion>> {
  return createClientCore(options).client
}
