import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { unlimited } from '../http/limiter.js'
import { createSend } from '../http/send.js'
import { createTokens } from '../http/tokens.js'
import { createApi, createRaw } from './api.js'
import type { JsonClient, Updating } from './client.js'
import { createExport } from './create.js'
import { listAllExports, listExports } from './list.js'
import { createMint } from './mint-token.js'
import type { ClientOptions } from './options.js'
import { createRecentIds, retrieveExport } from './retrieve.js'
import { type Settings, settingsOf } from './settings.js'
import { updateExport } from './update.js'
import { waitUntilCompleted } from './wait-until-completed.js'

/** A client without files, and the settings that the parts for Node.js need. */
interface ClientCore<V extends ApiVersion> {
  readonly settings: Settings<V>
  /** `update` exists only in versions that have it. */
  readonly client: JsonClient<V> & Partial<Updating<V>>
}

/** Makes the part of a client that needs web standards only. */
export const createClientCore = (options: ClientOptions): ClientCore<ApiVersion> => {
  const settings = settingsOf(options)
  const { apiVersion, apiKey, clock } = settings
  const { mediaType, keyHeader, operations, token } = facts[apiVersion]
  const send = createSend(settings)
  const unhurried = createSend({ ...settings, limiter: unlimited })
  const tokens = token && createTokens(clock, createMint(settings, unhurried))
  const outgoing = { origin: settings.origin, key: { header: keyHeader, value: apiKey }, tokens, mediaType }
  const connection = createApi(settings, send, outgoing)
  const recent = createRecentIds(clock)
  const retrieve = retrieveExport(connection, settings, recent)
  const client: ClientCore<ApiVersion>['client'] = {
    apiVersion,
    origin: settings.origin,
    create: createExport(connection, settings, recent),
    retrieve,
    list: listExports(connection),
    listAll: listAllExports(connection, settings),
    waitUntilCompleted: waitUntilCompleted(retrieve, settings),
    ...(operations.updateExport && { update: updateExport(connection, settings) }),
    raw: createRaw(settings, send, outgoing),
  }
  return { settings, client }
}
