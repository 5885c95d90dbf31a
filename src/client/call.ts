import createClient, { type ClientOptions } from 'openapi-fetch'
import { facts, type OperationFacts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ProtocolError } from '../errors/protocol-error.js'
import type { Fetch, Patience } from '../http/create-fetch.js'
import { readDocument } from '../http/read-document.js'
import { toApiError } from '../http/to-api-error.js'
import { answerFault, type Answers, isAnswer } from './answers.js'
import { checkVersion } from './check-version.js'
import type { RequestOptions } from './options.js'
import { checkHeaders, ownHeaders, patienceOf, type Settings } from './settings.js'

export interface CallRequest {
  readonly id?: string
  readonly query?: object | undefined
  readonly body?: object
}

/** One logical request of the API: an operation by name, its document in return. */
export type Call<V extends ApiVersion> = <O extends keyof Answers<V>>(
  operation: O,
  request?: CallRequest,
  options?: RequestOptions,
) => Promise<Answers<V>[O]>

/** Any path with any method: bodies and answers are typed at the door and checked behind it. */
interface AnyPaths {
  [path: string]: { [M in Lowercase<OperationFacts['method']>]: AnyOperation }
}
interface AnyOperation {
  parameters: { query?: object; path?: object }
  requestBody?: { content: Record<string, object> }
  responses: Record<number, { content: Record<string, unknown> }>
}

/** What every openapi-fetch client of these settings is made with. */
export const connectionOf = ({ apiVersion, origin, headers }: Settings<ApiVersion>): ClientOptions => {
  const { mediaType, versionHeader } = facts[apiVersion]
  return {
    baseUrl: origin,
    headers: { ...headers, Accept: mediaType, [versionHeader]: apiVersion },
    redirect: 'manual',
  }
}

export const createCall = <V extends ApiVersion>(
  settings: Settings<V>,
  send: (patience?: Partial<Patience>) => Fetch,
): Call<V> => {
  const { apiVersion, origin, clock, redact } = settings
  const { operations, requestIdHeader } = facts[apiVersion]
  const own = ownHeaders(apiVersion)
  const transport = createClient<AnyPaths>(connectionOf(settings))
  return async (name, { id, query, body } = {}, options = {}) => {
    const operation: OperationFacts = operations[name]
    const { method, path } = operation
    const { response, data, error } = await transport.request(lowerCase(method), path, {
      params: { ...(id !== undefined && { path: { id } }), ...(query && { query }) },
      ...(body && { body }),
      headers: checkHeaders(options.headers ?? {}, own),
      signal: options.signal ?? null,
      fetch: send(patienceOf(options)),
      parseAs: 'text',
    })
    const url = origin + path.replace('{id}', id ?? '')
    if (!response.ok) {
      throw toApiError({ method, url, response, body: error, requestIdHeader, now: clock.now(), redact })
    }
    const what = `${method} ${url}`
    const document = readDocument({ response, text: data ?? '', what, redact }, operation)
    checkVersion(apiVersion, document, response.status)
    if (isAnswer(apiVersion, name, document)) return document
    throw new ProtocolError('unexpected_shape', `${what}: ${redact(answerFault(apiVersion, name, document) ?? '')}`, {
      status: response.status,
    })
  }
}

const lowerCase = <T extends string>(text: T): Lowercase<T> => text.toLowerCase() as Lowercase<T>
