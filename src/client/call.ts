import createClient, { type ClientOptions } from 'openapi-fetch'
import { facts, type OperationFacts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'
import { readDocument } from '../http/answer.js'
import { isUuid } from '../http/check-shape.js'
import { LightRequest } from '../http/light-request.js'
import type { Redact } from '../http/redact.js'
import { asResponse, type Incoming, outgoingOf, type OutgoingSettings } from '../http/request.js'
import type { Send } from '../http/send.js'
import { toApiError } from '../http/to-api-error.js'
import { answerFault, type Answers, isAnswer } from './answers.js'
import type { RequestOptions } from './options.js'
import { checkHeaders, isLong, ownHeaders, patienceOf, type Settings } from './settings.js'

interface CallRequest {
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
    headers: { ...headers, Accept: mediaType, ...(versionHeader !== undefined && { [versionHeader]: apiVersion }) },
    redirect: 'manual',
    // Several values are one parameter, separated by commas.
    querySerializer: { array: { style: 'form', explode: false } },
  }
}

export const createCall = <V extends ApiVersion>(
  settings: Settings<V>,
  send: Send,
  outgoing: OutgoingSettings,
): Call<V> => {
  const { apiVersion, origin, clock, redact, learn } = settings
  const { operations, requestIdHeader } = facts[apiVersion]
  const own = ownHeaders(apiVersion)
  const transport = createClient<AnyPaths>({
    ...connectionOf(settings),
    Request: LightRequest as unknown as typeof Request,
  })
  return async (name, { id, query, body } = {}, options = {}) => {
    const operation: OperationFacts | undefined = operations[name]
    if (!operation) throw new ConfigurationError('not_in_version', `${name} is not part of version ${apiVersion}`)
    const { method, path } = operation
    const patience = patienceOf(options)
    for (const value of Object.values(options.headers ?? {})) if (isLong(value)) learn(value)
    const asked = { retry: operation.retry, credential: operation.credential }
    let answer!: Incoming
    const { response, error } = await transport.request(lowerCase(method), path, {
      params: { ...(id !== undefined && { path: { id } }), ...(query && { query: flatQuery(query) }) },
      ...(body && { body }),
      ...(options.headers && { headers: checkHeaders(options.headers, own) }),
      signal: options.signal ?? null,
      fetch: async (request) => {
        answer = await send(outgoingOf(outgoing, request as unknown as LightRequest, asked), patience)
        // Its body is read already, and asked for again only of a refusal.
        return answer.response.ok ? answer.response : asResponse(answer)
      },
      parseAs: 'stream',
    })
    const { attempts } = answer
    const url = origin + path.replace('{id}', id ?? '')
    if (!response.ok) {
      throw toApiError({ method, url, response, body: error, attempts, requestIdHeader, now: clock.now(), redact })
    }
    const what = `${method} ${url}`
    const document = readDocument(answer, operation, what, redact)
    checkVersion(apiVersion, document, response.status, redact)
    if (isAnswer(apiVersion, name, document)) return document
    throw new ProtocolError('unexpected_shape', `${what}: ${redact(answerFault(apiVersion, name, document) ?? '')}`, {
      status: response.status,
      attempts,
    })
  }
}

const lowerCase = <T extends string>(text: T): Lowercase<T> => text.toLowerCase() as Lowercase<T>

/**
 * Takes objects in a query apart: `{ filter: { status: [] } }` becomes `{ 'filter[status]': [] }`, so that a
 * member may be a list, which objects in brackets cannot hold.
 */
const flatQuery = (query: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([member, one]) => [`${name}[${member}]`, one as unknown])
        : [[name, value]],
    ),
  )

interface Served {
  readonly data?: { readonly id?: unknown; readonly attributes?: object }
  readonly meta?: { readonly api_version?: unknown }
}

const CREATED = 201

/**
 * Compares `meta.api_version` with what was asked. An account can be pinned to a version, or ignore a
 * header older than its own; a missing member is accepted.
 *
 * @throws {VersionMismatchError} with the export that was created nevertheless.
 */
const checkVersion = (asked: ApiVersion, document: unknown, status: number, redact: Redact): void => {
  const { data, meta } = (document ?? {}) as Served
  const served = meta?.api_version
  if (typeof served !== 'string' || served === asked) return
  const created = status === CREATED && isUuid(data?.id) ? { ...data.attributes, id: data.id } : undefined
  throw new VersionMismatchError(asked, redact(served), created)
}
