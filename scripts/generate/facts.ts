import { callbackOf } from './callback.js'
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

/** The credential an operation is given: the key wherever it is taken, which needs no request of its own. */
const credentialOf = (document: Document, { operationId, security = document.security ?? [] }: Operation): string => {
  const schemes = security.flatMap((one) => Object.keys(one).map((name) => document.components.securitySchemes[name]))
  if (schemes.some((scheme) => scheme?.type === 'apiKey')) return 'key'
  if (schemes.some((scheme) => scheme?.type === 'http' && scheme.scheme === 'bearer')) return 'token'
  throw missing(document.info.version, `${operationId} needs a security scheme, a key or a bearer token`)
}

/** For whom the tokens of a version are made, and what they allow. */
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

/** How the methods of a callback are spelled. */
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
  const window = create.operation['x-window']
  const retention = operationNamed(document, 'downloadExport').operation['x-retention']
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
  if (!window) throw missing(version, 'createExport needs x-window')
  if (!retention) throw missing(version, 'downloadExport needs x-retention')
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
    window,
    retention,
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
    callback: callbackOf(document),
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
  /** \`always\`: repeating it changes nothing; \`unless-sent\`: only when it surely was not carried out. */
  readonly retry: RetryRule
  /** Status of success. */
  readonly success: number
  /** Media types of the answer. */
  readonly mediaTypes: readonly string[]
  /** What proves who asks: the key itself, or a token made with it. */
  readonly credential: 'key' | 'token'
}

/** What a filter means, whatever its name on the wire. */
export type FilterMeaning = 'year' | 'month' | 'day' | 'from' | 'to' | 'did' | 'trunk'

/** Filters by their name on the wire, by how they take their values. */
export interface FilterValues {
  /** They match more values than the one they are given. */
  readonly inexact: readonly string[]
  /** They take several values, of which any matches. */
  readonly manyValued: readonly string[]
}

/** The event that an export is completed. */
export interface CallbackFacts {
  readonly event: string
  /** Media type of the body, by POST. */
  readonly mediaType: string
  readonly signature: { readonly header: string; readonly pattern: string }
  /** The names that are known, and which of them are always there. */
  readonly parameters: readonly string[]
  readonly required: readonly string[]
  /** The parameters that have one value only. */
  readonly constants: Readonly<Record<string, string>>
  /** How long an answer may take, and the waits before each further attempt, in milliseconds. */
  readonly delivery: { readonly timeout: number; readonly waits: readonly number[] }
}

export interface VersionFacts<V extends ApiVersion> {
  readonly servers: { readonly production: string; readonly sandbox: string }
  readonly mediaType: ${mediaType}
  readonly resourceType: ${resourceType}
  readonly keyHeader: string
  /** Asks for the version, where a token does not. */
  readonly versionHeader?: string
  readonly requestIdHeader: string
  readonly maxPageSize: number
  /** How far back calls can be exported. */
  readonly window: { readonly previousMonths: number }
  /** How long a completed export is kept. */
  readonly retention: { readonly months: number }
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
  /** The name on the wire of each filter, by export type. */
  readonly filters: {
    readonly [T in keyof ApiVersions[V]['create']]: { readonly [M in FilterMeaning]?: string }
  }
  /** For whom a token is made and what it allows, where operations take tokens. */
  readonly token?: { readonly audience: string; readonly scope: string }
  /** The methods of a callback, as this version spells them. */
  readonly callbackMethods: readonly string[]
  readonly callback: CallbackFacts
  /** How the filters \`from\` and \`to\` are written, in the letters of \`strftime\`. */
  readonly timeFormat?: string
  /** A name of one's own for an export: the attribute that holds it, and the filter of the list that finds it. */
  readonly reference?: { readonly attribute: string; readonly filter: string }
}
`

const valueFactsOf = (document: Document): object => ({
  inexact: inexactFilters(document),
  manyValued: manyValuedFilters(document),
})

/** What the program needs to know at run time of each version; a table of its own for what only a pull does. */
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
})}`
}
