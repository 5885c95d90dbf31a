import createClient from 'openapi-fetch'
import { facts } from '../../generated/facts.js'
import type { ApiVersion, DefaultVersion } from '../../generated/versions.js'
import { createFetch } from '../http/create-fetch.js'
import { connectionOf, createCall } from './call.js'
import type { ExportsClient, VersionedClient } from './client.js'
import { createExport } from './create.js'
import { listAllExports } from './list-all.js'
import { listExports } from './list.js'
import type { ClientOptions } from './options.js'
import { retrieveExport } from './retrieve.js'
import { settingsOf } from './settings.js'
import { waitUntilCompleted } from './wait-until-completed.js'

/**
 * Makes a client of `/v3/exports`. `apiVersion` decides its types: export types, filters, methods,
 * statuses.
 *
 * The key is sent to the API's own origin only, and a redirect is not followed.
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
export function createExportsClient(options: ClientOptions = {}): VersionedClient<ApiVersion> {
  const settings = settingsOf(options)
  const { apiVersion, apiKey } = settings
  const { mediaType, keyHeader, operations } = facts[apiVersion]
  const send = createFetch({
    ...settings,
    credential: { header: keyHeader, value: apiKey },
    mediaType,
    fileTypes: operations.downloadExport.mediaTypes,
  })
  const call = createCall(settings, send)
  return {
    apiVersion,
    create: createExport(call, settings),
    retrieve: retrieveExport(call),
    list: listExports(call),
    listAll: listAllExports(call, settings),
    waitUntilCompleted: waitUntilCompleted(call, settings),
    raw: createClient({ ...connectionOf(settings), fetch: send() }),
  }
}
