import type { ApiVersion, DefaultVersion } from '../../generated/versions.js'
import type { VersionWith } from '../api/types.js'
import { createClientCore } from '../client/client-core.js'
import type { JsonClient, Updating } from '../client/client.js'
import type { ClientOptions } from '../client/options.js'

/**
 * A client without files: `download()`, `records()` and `pull()` need Node.js and are not there. Without a
 * parameter it is the union of the clients of all versions.
 */
export type ExportsClient<V extends ApiVersion = ApiVersion> =
  V extends VersionWith<'update'> ? JsonClient<V> & Updating<V> : V extends ApiVersion ? JsonClient<V> : never

/** What a client is made of. There are no files, so there is no option for where they come from. */
export type WebClientOptions<V extends ApiVersion | undefined = ApiVersion | undefined> = Omit<
  ClientOptions<V>,
  'fileOrigins'
>

/**
 * Makes a client of `/v3/exports` for runtimes that have web standards and no Node.js: workers, Deno, a page.
 * It creates, asks and waits, and callbacks can be received beside it; the file of an export is for `didww-exports`
 * on Node.js.
 *
 * A key in a page is a key in everybody's hands: give one to a page only where nobody else sees the page.
 *
 * @throws {ConfigurationError} when the key is missing or an option cannot be used.
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
