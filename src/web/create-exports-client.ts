import type { ApiVersion, DefaultVersion } from '../../generated/versions.js'
import type { JsonClient, Updating } from '../client/client.js'
import { createClientCore } from '../client/client-core.js'
import type { ExportsClient, WebClientOptions } from './client.js'

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
