import createClient from 'openapi-fetch'
import { facts, type OperationFacts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { unlimited } from '../http/limiter.js'
import { asResponse, createLookup, outgoingOf, type OutgoingSettings } from '../http/request.js'
import { createRetryBudget } from '../http/retry.js'
import { createSend, type Send } from '../http/send.js'
import { createTokens } from '../http/tokens.js'
import { connectionOf, createCall } from './call.js'
import type { JsonClient, Updating } from './client.js'
import { createExport } from './create.js'
import { listAllExports, listExports } from './list.js'
import { createMint } from './mint-token.js'
import type { ClientOptions } from './options.js'
import { createRecentIds, retrieveExport } from './retrieve.js'
import { type Settings, settingsOf } from './settings.js'
import { updateExport } from './update.js'
import { waitUntilCompleted } from './wait-until-completed.js'

/** A client of the JSON side, with what the parts that need Node.js are made of. */
interface ClientCore<V extends ApiVersion> {
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

/** The `fetch` beneath `raw`: the same sending, for a whole `Request` that middleware may have touched. */
const createRawFetch = (
  send: Send,
  settings: OutgoingSettings,
  operations: Readonly<Record<string, OperationFacts | undefined>>,
): ((request: Request) => Promise<Response>) => {
  const lookup = createLookup(operations, settings.mediaType)
  return async (request) => {
    const { method, url, signal } = request
    const body = request.body === null ? undefined : await request.text()
    const requested = { method, url, headers: new Headers(request.headers), body, signal }
    return asResponse(await send(outgoingOf(settings, requested, lookup(method, url))))
  }
}
