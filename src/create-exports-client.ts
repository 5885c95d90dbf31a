import type { ApiVersion, DefaultVersion } from '../generated/versions.js'
import { createClientCore } from './client/client-core.js'
import type { ClientOptions } from './client/options.js'
import { downloadExport } from './files/download-export.js'
import { exportRecords, pullRecords } from './pull/pull-records.js'
import type { AnyClient, ExportsClient } from './versioned-client.js'

/**
 * Makes a client of `/v3/exports`. `apiVersion` decides its types: export types, filters, methods,
 * statuses.
 *
 * The key is sent to the API's own origin only; a redirect is followed for a GET and within that origin, three times at
 * most.
 *
 * @throws {ConfigurationError} when the key is missing or an option cannot be used.
 * @example
 * const didww = createExportsClient({ apiKey: process.env.DIDWW_API_KEY })
 * const created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
 * const done = await didww.waitUntilCompleted(created.id)
 */
export function createExportsClient<V extends ApiVersion | undefined = undefined>(
  options?: ClientOptions<V>,
): ExportsClient<V extends ApiVersion ? V : DefaultVersion>
export function createExportsClient(options: ClientOptions = {}): AnyClient {
  return createAnyClient(options)
}

/** Makes a client of a version that is known only at run time. */
export const createAnyClient = (options: ClientOptions): AnyClient => {
  const { client: core, settings } = createClientCore(options)
  const client = { ...core, download: downloadExport(settings) }
  return { ...client, records: exportRecords(client), pull: pullRecords(client, settings) }
}
