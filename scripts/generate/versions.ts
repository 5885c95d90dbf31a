import { EVENT } from './callback.js'
import {
  bodyOf,
  componentName,
  createSchemas,
  type Document,
  missing,
  operationNamed,
  operationsOf,
  recordSchemas,
  resolve,
} from './document.js'

const alias = (version: string): string => `v${version.replaceAll('-', '_')}`

const attributesName = (document: Document): string => {
  const { schema } = bodyOf(document, operationNamed(document, 'retrieveExport').answer, 'retrieveExport')
  const data = resolve(document, resolve(document, schema).properties?.['data'] ?? {})
  return componentName(document, data.properties?.['attributes'], 'the attributes of an export')
}

const callbackName = (document: Document): string => {
  const body = document.webhooks[EVENT]?.['post']?.requestBody
  return componentName(document, bodyOf(document, body, EVENT).schema, 'the callback')
}

const updateName = (document: Document): string | undefined => {
  const update = operationsOf(document).find(({ operation }) => operation.operationId === 'updateExport')
  if (!update) return undefined
  const { schema } = bodyOf(document, update.operation.requestBody, 'updateExport')
  const data = resolve(document, resolve(document, schema).properties?.['data'] ?? {})
  return componentName(document, data.properties?.['attributes'], 'the update attributes')
}

/** Create attributes that must be given together. */
const togetherIn = (document: Document, name: string): string[] =>
  Object.keys(document.components.schemas[name]?.dependentRequired ?? {})

const createType = (document: Document, name: string): string => {
  const type = `${alias(document.info.version)}.${name}`
  const together = togetherIn(document, name).map((member) => `'${member}'`)
  return together.length === 0 ? type : `Together<${type}, ${together.join(' | ')}>`
}

const listType = (document: Document): string => {
  const query = `${alias(document.info.version)}.operations['listExports']['parameters']['query']`
  const { operation } = operationNamed(document, 'listExports')
  const isBracketed = operation.parameters?.some((one) => resolve(document, one).name.includes('['))
  return isBracketed ? `Query<NonNullable<${query}>>` : `NonNullable<${query}>`
}

/** The type of a record. A record without known columns has no properties, instead of arbitrary ones. */
const recordType = (document: Document, name: string): string =>
  document.components.schemas[name]?.properties ? `${alias(document.info.version)}.${name}` : 'NoColumns'

const members = (entries: [string, string][]): string =>
  `{ ${entries.map(([key, type]) => `${key}: ${type}`).join('; ')} }`

const renderVersion = (document: Document): string => {
  const { version } = document.info
  const types = alias(version)
  const records = recordSchemas(document)
  const update = updateName(document)
  return `  '${version}': {
    paths: ${types}.paths
    attributes: ${types}.${attributesName(document)}
    list: ${listType(document)}
    create: ${members(Object.entries(createSchemas(document)).map(([type, name]) => [type, createType(document, name)]))}
    record: ${members(Object.entries(records).map(([type, [name = '']]) => [type, recordType(document, name)]))}
    callback: ${types}.${callbackName(document)}
${update === undefined ? '' : `    update: ${types}.${update}\n`}  }`
}

const HELPERS = `/** The members of a parameter that are parameters of their own: \`filter[id]\` is \`id\` of \`filter\`. */
type MembersOf<Q, Name extends string> = {
  [K in keyof Q as K extends \`\${Name}[\${infer Member}]\` ? Member : never]: Q[K]
}

/** A query as callers write it: parameters in brackets become members of an object. */
type Query<T> = {
  [K in keyof T as K extends \`\${string}[\${string}]\` ? never : K]: T[K]
} & {
  [K in keyof T as K extends \`\${infer Name}[\${string}]\` ? Name : never]?: K extends \`\${infer Name}[\${string}]\`
    ? MembersOf<T, Name>
    : never
}

/** Requires all of these members or none. */
type Together<T, K extends keyof T> = T & (Required<Pick<T, K>> | { [P in K]?: never })

/** A record without known columns: all of them are in \`other\`. */
type NoColumns = Record<never, never>
`

/** The types of each dated version, as aliases of its generated types. */
export const renderVersions = (documents: Document[]): string => {
  const versions = documents.map((document) => document.info.version)
  const [first, ...more] = documents.filter((document) => document.info['x-default-version'])
  if (!first || more.length > 0) throw missing('*', 'exactly one version must say x-default-version: true')
  return `${versions.map((version) => `import type * as ${alias(version)} from './${version}.js'`).join('\n')}

${HELPERS}
/** The types of each dated version of the API. */
export interface ApiVersions {
${documents.map(renderVersion).join('\n')}
}

/** A dated version of the API. */
export type ApiVersion = keyof ApiVersions

/** The version that a client uses if none is given. */
export type DefaultVersion = '${first.info.version}'

export const defaultVersion: DefaultVersion = '${first.info.version}'

/** The newest version. Its paths include those of all versions. */
export type LatestVersion = '${versions.at(-1) ?? ''}'

/** Every dated version, oldest first. */
export const apiVersions: readonly ApiVersion[] = [${versions.map((version) => `'${version}'`).join(', ')}]
`
}
