import { callbackOf, deliveryOf, signingKeyOf } from './callback.js'
import {
  bodyOf,
  createSchemas,
  type Document,
  missing,
  type Operation,
  operationNamed,
  operationsOf,
  resolve,
} from './document.js'
import { filterFacts, inexactFilters, manyValuedFilters, propertyOf, referenceOf, timeFormatOf } from './filters.js'
import { renderTables } from './tables.js'

const RETRY = ['always', 'unless-sent']

/** The credential for an operation: the key where it is accepted, because a token needs an extra request. */
const credentialOf = (document: Document, { operationId, security = document.security ?? [] }: Operation): string => {
  const schemes = security.flatMap((one) => Object.keys(one).map((name) => document.components.securitySchemes[name]))
  if (schemes.some((scheme) => scheme?.type === 'apiKey')) return 'key'
  if (schemes.some((scheme) => scheme?.type === 'http' && scheme.scheme === 'bearer')) return 'token'
  throw missing(document.info.version, `${operationId} needs a security scheme, a key or a bearer token`)
}

/** Audience and scope of the tokens of a version. */
const tokenOf = (document: Document): { audience: string; scope: string } | undefined => {
  const bearer = Object.values(document.components.securitySchemes).find(({ scheme }) => scheme === 'bearer')
  if (!bearer) return undefined
  const { 'x-audience': audience, 'x-scope': scope } = bearer
  if (audience !== undefined && scope !== undefined) return { audience, scope }
  throw missing(document.info.version, 'a bearer scheme needs x-audience and x-scope')
}

const operationFacts = (document: Document): Record<string, { credential: string }> =>
  Object.fromEntries(
    operationsOf(document).map(({ method, path, operation, success, answer }) => {
      const retry = operation['x-retry']
      if (retry === undefined || !RETRY.includes(retry)) {
        throw missing(document.info.version, `${operation.operationId} needs x-retry, one of ${RETRY.join(', ')}`)
      }
      return [
        operation.operationId,
        {
          ...{ method, path, retry, success: Number(success), mediaTypes: Object.keys(answer.content ?? {}) },
          credential: credentialOf(document, operation),
        },
      ]
    }),
  )

/** The methods of a callback, as the version spells them. */
const callbackMethodsOf = (document: Document): string[] => {
  const [name = ''] = Object.values(createSchemas(document))
  const method = propertyOf(document, document.components.schemas[name] ?? {}, 'callback_method')
  return (resolve(document, method).enum ?? []).filter((one) => one !== null)
}

const factsOf = (document: Document) => {
  const { version } = document.info
  const create = operationNamed(document, 'createExport')
  const body = bodyOf(document, create.operation.requestBody, 'createExport')
  const data = resolve(document, resolve(document, body.schema).properties?.['data'] ?? {})
  const polling = operationNamed(document, 'retrieveExport').operation['x-polling']
  const page = document.components.parameters['Page']?.schema?.properties?.['size']
  const requestId = Object.entries(create.answer.headers ?? {}).find(([, { $ref }]) =>
    $ref?.endsWith('/RequestId'),
  )?.[0]
  const key = Object.values(document.components.securitySchemes).find((scheme) => scheme.type === 'apiKey')
  const versionHeader = document.components.parameters['ApiVersion']?.name
  const operations = operationFacts(document)
  if (operations['downloadExport']?.credential !== 'key') {
    throw missing(version, 'downloadExport must take the key: a transfer can outlast a token')
  }
  if (!polling) throw missing(version, 'retrieveExport needs x-polling')
  if (page?.maximum === undefined) throw missing(version, 'page.size needs a maximum')
  return {
    servers: Object.fromEntries(document.servers.map((server) => [server['x-environment'] ?? '', server.url])),
    mediaType: body.mediaType,
    resourceType: data.properties?.['type']?.const,
    keyHeader: key?.name,
    versionHeader,
    requestIdHeader: requestId,
    maxPageSize: page.maximum,
    completed: polling.completed,
    polling: {
      minDelay: polling.minDelaySeconds * 1000,
      maxDelay: polling.maxDelaySeconds * 1000,
      maxWait: polling.maxWaitSeconds * 1000,
    },
    operations,
    token: tokenOf(document),
    filters: filterFacts(document),
    callbackMethods: callbackMethodsOf(document),
    timeFormat: timeFormatOf(document),
    reference: referenceOf(document),
  }
}

const types = (
  mediaType: string,
  resourceType: string,
): string => `import type { ApiVersion, ApiVersions } from './versions.js'

export type RetryRule = 'always' | 'unless-sent'

export interface OperationFacts {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  /** \`always\`: repeating it changes nothing; \`unless-sent\`: repeat it only if it certainly was not carried out. */
  readonly retry: RetryRule
  /** Status of a successful answer. */
  readonly success: number
  /** Media types of the answer. */
  readonly mediaTypes: readonly string[]
  /** The credential to send: the key, or a token minted with it. */
  readonly credential: 'key' | 'token'
}

/** The meaning of a filter, whatever its wire name. */
export type FilterMeaning = 'year' | 'month' | 'day' | 'from' | 'to' | 'did' | 'trunk'

/** Wire names of filters with special values. */
export interface FilterValues {
  /** They match more than the given value. */
  readonly inexact: readonly string[]
  /** They take several values and match any of them. */
  readonly manyValued: readonly string[]
}

/** How long calls and files are kept. */
export interface TimeLimits {
  /** How far back calls can be exported. */
  readonly window: { readonly previousMonths: number }
  /** How long a completed export is kept. */
  readonly retention: { readonly months: number }
}

/** The callback for a completed export. It is apart from other facts, as a client needs none of it. */
export interface CallbackFacts {
  readonly event: string
  /** Media type of the body, by POST. */
  readonly mediaType: string
  readonly signature: { readonly header: string; readonly pattern: string }
  /** All known names, and those that are always present. */
  readonly parameters: readonly string[]
  readonly required: readonly string[]
  /** Parameters that always have the same value. */
  readonly constants: Readonly<Record<string, string>>
}

/** How long the answer to a callback may take, and the wait before each further attempt, in milliseconds. */
export interface Delivery {
  readonly timeout: number
  readonly waits: readonly number[]
}

/** A key that may sign callbacks. */
export type SigningKey = 'api-key' | 'callback-secret'

export interface VersionFacts<V extends ApiVersion> {
  readonly servers: { readonly production: string; readonly sandbox: string }
  readonly mediaType: ${mediaType}
  readonly resourceType: ${resourceType}
  readonly keyHeader: string
  /** The header with the version, unless the token says it. */
  readonly versionHeader?: string
  readonly requestIdHeader: string
  readonly maxPageSize: number
  /** The status of an export whose file is ready. */
  readonly completed: ApiVersions[V]['attributes']['status']
  /** How to wait, in milliseconds. */
  readonly polling: { readonly minDelay: number; readonly maxDelay: number; readonly maxWait: number }
  readonly operations: {
    readonly createExport: OperationFacts
    readonly listExports: OperationFacts
    readonly retrieveExport: OperationFacts
    readonly downloadExport: OperationFacts
    readonly updateExport?: OperationFacts
  }
  /** The wire name of each filter, by export type. */
  readonly filters: {
    readonly [T in keyof ApiVersions[V]['create']]: { readonly [M in FilterMeaning]?: string }
  }
  /** Audience and scope of a token, if the version uses tokens. */
  readonly token?: { readonly audience: string; readonly scope: string }
  /** The methods of a callback, as this version spells them. */
  readonly callbackMethods: readonly string[]
  /** The format of the filters \`from\` and \`to\`, as for \`strftime\`. */
  readonly timeFormat?: string
  /** The user's own name for an export: the attribute that holds it, and the list filter that finds it. */
  readonly reference?: { readonly attribute: string; readonly filter: string }
}
`

const timeLimitsOf = (document: Document): object => {
  const { version } = document.info
  const window = operationNamed(document, 'createExport').operation['x-window']
  const retention = operationNamed(document, 'downloadExport').operation['x-retention']
  if (!window) throw missing(version, 'createExport needs x-window')
  if (!retention) throw missing(version, 'downloadExport needs x-retention')
  return { window, retention }
}

const valueFactsOf = (document: Document): object => ({
  inexact: inexactFilters(document),
  manyValued: manyValuedFilters(document),
})

/** The facts that are needed at run time. What only a pull, the sandbox or a receiver needs is in tables of its own. */
export const renderFacts = (documents: Document[]): string => {
  const facts = documents.map((document) => [document.info.version, factsOf(document)] as const)
  const union = (pick: (one: ReturnType<typeof factsOf>) => string | null | undefined): string =>
    [...new Set(facts.map(([, one]) => `'${pick(one) ?? ''}'`))].join(' | ')
  return `${types(
    union((one) => one.mediaType),
    union((one) => one.resourceType),
  )}
${renderTables({
  'export const facts: { readonly [V in ApiVersion]: VersionFacts<V> }': Object.fromEntries(facts),
  'export const filterValues: { readonly [V in ApiVersion]: FilterValues }': Object.fromEntries(
    documents.map((document) => [document.info.version, valueFactsOf(document)]),
  ),
  'export const signingKeys: { readonly [V in ApiVersion]: SigningKey }': Object.fromEntries(
    documents.map((document) => [document.info.version, signingKeyOf(document)]),
  ),
  'export const timeLimits: { readonly [V in ApiVersion]: TimeLimits }': Object.fromEntries(
    documents.map((document) => [document.info.version, timeLimitsOf(document)]),
  ),
  'export const callbackFacts: { readonly [V in ApiVersion]: CallbackFacts }': Object.fromEntries(
    documents.map((document) => [document.info.version, callbackOf(document)]),
  ),
  'export const deliveries: { readonly [V in ApiVersion]: Delivery }': Object.fromEntries(
    documents.map((document) => [document.info.version, deliveryOf(document)]),
  ),
})}`
}
