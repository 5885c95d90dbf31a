import createClient, { type Client, type ClientOptions, createQuerySerializer } from 'openapi-fetch'
import { answers } from '../../generated/answers.js'
import { facts, type OperationFacts, type VersionFacts } from '../../generated/facts.js'
import type { ApiVersion, ApiVersions, LatestVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'
import { jsonOf, readDocument } from '../http/answer.js'
import { isUuid, shapeFault } from '../http/check-shape.js'
import { addressOf } from '../http/observe.js'
import type { Redact } from '../errors/foreign-error.js'
import {
  asReadResponse,
  asResponse,
  bodyOf,
  createLookup,
  type Incoming,
  nameOf,
  type Outgoing,
  outgoingOf,
  type OutgoingSettings,
} from '../http/request.js'
import type { Send } from '../http/send.js'
import { toApiError } from '../http/to-api-error.js'
import type { RequestOptions } from './options.js'
import { checkHeaders, isLong, ownHeaders, patienceOf, type Settings } from './settings.js'

/** The media type of JSON:API, under which openapi-fetch looks up bodies and answers. */
export type JsonApi = VersionFacts<ApiVersion>['mediaType']

/** The paths of the API, as the newest version has them; what a version lacks is refused before it is sent. */
type ApiPaths = ApiVersions[LatestVersion]['paths']

/** What a create takes, and what a list takes, in the newest version. */
export type CreateBody = ApiPaths['/v3/exports']['post']['requestBody']['content'][JsonApi]['data']['attributes']
export type ListParameters = NonNullable<ApiPaths['/v3/exports']['get']['parameters']['query']>
/** What a list answers. */
export type ListDocument = ApiPaths['/v3/exports']['get']['responses'][200]['content'][JsonApi]

/** An operation of the spec whose answer is JSON. */
type OperationName = Exclude<keyof VersionFacts<ApiVersion>['operations'], 'downloadExport'>

/**
 * The API as openapi-fetch shows it, for example `api.GET('/v3/exports/{id}', { params, ...request('retrieveExport',
 * options) })`.
 *
 * Errors are thrown by the `fetch` beneath, for refusals and for answers that do not match the spec.
 */
export interface Api {
  readonly api: Client<ApiPaths, JsonApi>
  /** What an operation adds to its call: the caller's options, and the `fetch` that sends and checks. */
  readonly request: (
    operation: OperationName,
    options?: RequestOptions,
  ) => { readonly headers?: Readonly<Record<string, string>>; readonly fetch: (request: Request) => Promise<Response> }
}

export const createApi = (settings: Settings<ApiVersion>, send: Send, outgoing: OutgoingSettings): Api => {
  const { apiVersion, learn } = settings
  const { operations } = facts[apiVersion]
  const own = ownHeaders(apiVersion)
  return {
    api: createClient<ApiPaths, JsonApi>(connectionOf(settings)),
    request: (name, options = {}) => {
      const operation = operations[name]
      if (!operation) throw new ConfigurationError('not_in_version', `${name} is not part of version ${apiVersion}`)
      const { signal, headers } = options
      const patience = patienceOf(options)
      if (headers) {
        checkHeaders(headers, own)
        for (const value of Object.values(headers)) if (isLong(value)) learn(value)
      }
      const fetch = async (request: Request): Promise<Response> => {
        const body = operation.method === 'GET' ? undefined : await bodyOf(request)
        const sent = outgoingOf(outgoing, request, operation, signal, request.headers, body)
        const incoming = await send(sent, patience)
        checkAnswer(settings, name, operation, sent, incoming)
        return asReadResponse(incoming)
      }
      return { ...(headers && { headers }), fetch }
    },
  }
}

/** The openapi-fetch client that users get as `raw`: refusals are values, and answers are not checked. */
export const createRaw = (
  settings: Settings<ApiVersion>,
  send: Send,
  outgoing: OutgoingSettings,
): Client<ApiPaths, JsonApi> => {
  const lookup = createLookup(facts[settings.apiVersion].operations, outgoing.mediaType)
  return createClient<ApiPaths, JsonApi>({
    ...connectionOf(settings),
    fetch: async (request) => {
      const headers = new Headers(request.headers)
      const sent = outgoingOf(outgoing, request, lookup(request), request.signal, headers, await bodyOf(request))
      return asResponse(await send(sent), sent)
    },
  })
}

/** What every openapi-fetch client of these settings is made with. */
const connectionOf = ({ apiVersion, origin, headers }: Settings<ApiVersion>): ClientOptions => {
  const { mediaType, versionHeader } = facts[apiVersion]
  return {
    baseUrl: origin,
    headers: { ...headers, Accept: mediaType, ...(versionHeader !== undefined && { [versionHeader]: apiVersion }) },
    redirect: 'manual',
    querySerializer: (query) => serialize(flatQuery(query)),
  }
}

/** Several values are one parameter, separated by commas. */
const serialize = createQuerySerializer({ array: { style: 'form', explode: false } })

/**
 * Flattens a query: `{ filter: { status: [] } }` becomes `{ 'filter[status]': [] }`, so that a member may be a list,
 * which a deep object cannot hold.
 */
const flatQuery = (query: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([member, one]) => [`${name}[${member}]`, one as unknown])
        : [[name, value]],
    ),
  )

/**
 * Checks that an answer is a success and matches the spec.
 *
 * @throws {ApiError} or a subclass, when the API refused; {ProtocolError}, when the answer is something else;
 * {VersionMismatchError}, when another version answered.
 */
const checkAnswer = (
  { apiVersion, clock, redact }: Settings<ApiVersion>,
  name: OperationName,
  operation: OperationFacts,
  sent: Outgoing,
  incoming: Incoming,
): void => {
  const { response, attempts } = incoming
  const { method, url } = sent
  if (!response.ok) {
    const { requestIdHeader } = facts[apiVersion]
    const refusal = { method, url: addressOf(url), response, attempts, requestIdHeader, now: clock.now(), redact }
    throw toApiError({ ...refusal, body: jsonOf(incoming.text ?? '')?.value })
  }
  const document = readDocument(incoming, operation, sent, redact)
  checkVersion(apiVersion, document, response.status, redact)
  const shape = answers[apiVersion][name]
  const fault = shape && shapeFault(document, shape)
  if (fault === undefined) return
  const status = response.status
  throw new ProtocolError('unexpected_shape', `${nameOf(sent)}: ${redact(fault)}`, { status, attempts })
}

interface Served {
  readonly data?: { readonly id?: unknown; readonly attributes?: object }
  readonly meta?: { readonly api_version?: unknown }
}

const CREATED = 201

/** Compares `meta.api_version` with what was asked. A missing member is accepted. */
const checkVersion = (asked: ApiVersion, document: unknown, status: number, redact: Redact): void => {
  const { data, meta } = (document ?? {}) as Served
  const served = meta?.api_version
  if (typeof served !== 'string' || served === asked) return
  // The export was created nevertheless.
  const created = status === CREATED && isUuid(data?.id) ? { ...data.attributes, id: data.id } : undefined
  throw new VersionMismatchError(asked, redact(served), created)
}
