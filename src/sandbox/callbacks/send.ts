import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { callbackFacts, facts } from '../../../generated/facts.js'
import { queryOf } from '../../callbacks/parameters.js'
import { withPayload } from '../../callbacks/payload.js'
import { signCallback } from '../../callbacks/sign-callback.js'
import { normalisedUrl, type UrlParts } from '../../callbacks/url-parts.js'
import type { StoredExport } from '../store.js'

/** A callback, signed and ready to be sent. */
export interface Callback {
  readonly method: string
  /** The URL, for GET with the payload in its query. */
  readonly target: UrlParts
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The parameters that the version of an export sends. */
const parametersOf = ({ id, filename, version }: StoredExport, origin: string): Record<string, string> => {
  const { operations } = facts[version]
  const callback = callbackFacts[version]
  const url = `${origin}${operations.downloadExport.path.replace('{filename}', filename)}`
  const values: Readonly<Record<string, string>> = { id, url, ...callback.constants }
  return Object.fromEntries(callback.parameters.map((name) => [name, values[name] ?? '']))
}

/** Signs the callback of an export. A tampered one is changed after that. */
export const callbackOf = async (
  one: StoredExport,
  registered: UrlParts,
  origin: string,
  secret: string,
  isTampered: boolean,
): Promise<Callback> => {
  const { callbackMethods } = facts[one.version]
  const callback = callbackFacts[one.version]
  const method = (one.callbackMethod ?? callbackMethods[0] ?? '').toUpperCase()
  const parameters = parametersOf(one, origin)
  const sent = isTampered ? parametersOf({ ...one, id: one.filename }, origin) : parameters
  const appended = (query: string): UrlParts => ({ ...registered, query: withPayload(registered.query, query) })
  const isGet = method === 'GET'
  const signed = isGet ? appended(queryOf(parameters)) : registered
  const signature = await signCallback({ url: normalisedUrl(signed), parameters, secret })
  return {
    method,
    target: isGet ? appended(queryOf(sent)) : registered,
    headers: {
      [callback.signature.header]: signature,
      ...(!isGet && { 'Content-Type': callback.mediaType }),
    },
    body: isGet ? '' : queryOf(sent),
  }
}

const escaped = (text: string): string => text.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)

const pathOf = ({ path, query }: UrlParts): string =>
  escaped(`${path === '' ? '/' : path}${query === undefined ? '' : `?${query}`}`)

const open = ({ method, target, headers, body }: Callback, signal: AbortSignal): ClientRequest => {
  const { scheme, host, port, userinfo } = target
  const request = scheme.toLowerCase() === 'https' ? requestHttps : requestHttp
  return request({
    method,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    path: pathOf(target),
    // Only the registered URL says where it goes: no proxy, no reused connection.
    agent: false,
    signal,
    headers: { ...headers, ...(body !== '' && { 'Content-Length': String(Buffer.byteLength(body)) }) },
    ...(userinfo !== undefined && { auth: userinfo }),
  })
}

/** Sends a callback and returns the status of the answer. A redirect is not followed. */
export const send = (callback: Callback, signal: AbortSignal, onSent: () => void): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = open(callback, signal)
    request.once('finish', onSent)
    request.on('error', reject)
    request.once('response', (response: IncomingMessage) => {
      response.on('error', () => undefined).resume()
      resolve(response.statusCode ?? 0)
    })
    request.end(callback.body)
  })
