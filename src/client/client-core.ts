import createClient from 'openapi-fetch'
import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { createSend } from '../http/create-send.js'
import { unlimited } from '../http/limiter.js'
import { createRawFetch } from '../http/raw-fetch.js'
import { createRetryBudget } from '../http/retry-budget.js'
import { createTokens } from '../http/tokens.js'
import { connectionOf, createCall } from './call.js'
import type { JsonClient, Updating } from './client.js'
import { createExport } from './create.js'
import { listAllExports } from './list-all.js'
import { listExports } from './list.js'
import type { ClientOptions } from './options.js'
import { createMint } from './mint-token.js'
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
  const { apiVersion, apiKey, clock } = settings
  const { mediaType, keyHeader, operations, token } = facts[apiVersion]
  const budget = createRetryBudget()
  const send = createSend(settings, budget)
  const unhurried = createSend({ ...settings, limiter: unlimited }, budget)
  const tokens = token && createTokens(clock, createMint(settings, unhurried))
  const outgoing = { origin: settings.origin, key: { header: keyHeader, value: apiKey }, tokens, mediaType }
  const call = createCall(settings, send, outgoing)
  const recent = createRecentIds(clock)
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
