import createClient from 'openapi-fetch'
import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { createSend } from '../http/create-send.js'
import { createRawFetch } from '../http/raw-fetch.js'
import { connectionOf, createCall } from './call.js'
import type { JsonClient, Updating } from './client.js'
import { createExport } from './create.js'
import { listAllExports } from './list-all.js'
import { listExports } from './list.js'
import type { ClientOptions } from './options.js'
import { createRecentIds } from './recent-ids.js'
import { retrieveExport } from './retrieve.js'
import { type Settings, settingsOf } from './settings.js'
import { updateExport } from './update.js'
import { waitUntilCompleted } from './wait-until-completed.js'

/** A client of the JSON side, with what the parts that need Node.js are made of. */
export interface ClientCore<V extends ApiVersion> {
  readonly settings: Settings<V>
  /** `update` is there where the version has it. */
  readonly client: JsonClient<V> & Partial<Updating<V>>
}

/** Makes everything that needs web standards only. */
export const createClientCore = (options: ClientOptions): ClientCore<ApiVersion> => {
  const settings = settingsOf(options)
  const { apiVersion, apiKey } = settings
  const { mediaType, keyHeader, operations } = facts[apiVersion]
  const send = createSend(settings)
  const outgoing = { origin: settings.origin, credential: { header: keyHeader, value: apiKey }, mediaType }
  const call = createCall(settings, send, outgoing)
  const recent = createRecentIds(settings.clock)
  const retrieve = retrieveExport(call, settings, recent)
  const client: ClientCore<ApiVersion>['client'] = {
    apiVersion,
    origin: settings.origin,
    create: createExport(call, settings, recent),
    retrieve,
    list: listExports(call),
    listAll: listAllExports(call, settings),
    waitUntilCompleted: waitUntilCompleted(retrieve, settings),
    ...(operations.updateExport && { update: updateExport(call, settings) }),
    raw: createClient({ ...connectionOf(settings), fetch: createRawFetch(send, outgoing, operations) }),
  }
  return { settings, client }
}
