import { facts } from '../../../generated/facts.js'
import { queryOf } from '../../callbacks/parameters.js'
import { withPayload } from '../../callbacks/payload.js'
import { signCallback } from '../../callbacks/sign-callback.js'
import { normalisedUrl, type UrlParts } from '../../callbacks/url-parts.js'
import type { StoredExport } from '../store.js'

/** A callback, signed and ready to be sent. */
export interface Callback {
  readonly method: string
  /** Where to, by GET with the payload in its query. */
  readonly target: UrlParts
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the version of an export sends of it. */
const parametersOf = ({ id, filename, version }: StoredExport, origin: string): Record<string, string> => {
  const { callback, operations } = facts[version]
  const url = `${origin}${operations.downloadExport.path.replace('{filename}', filename)}`
  const values: Readonly<Record<string, string>> = { id, url, ...callback.constants }
  return Object.fromEntries(callback.parameters.map((name) => [name, values[name] ?? '']))
}

/** Signs the callback of an export; what is tampered with is changed after that. */
export const callbackOf = async (
  one: StoredExport,
  registered: UrlParts,
  origin: string,
  secret: string,
  isTampered: boolean,
): Promise<Callback> => {
  const { callback, callbackMethods } = facts[one.version]
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
