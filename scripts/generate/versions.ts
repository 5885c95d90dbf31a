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
    list: NonNullable<${types}.operations['listExports']['parameters']['query']>
    create: ${members(Object.entries(createSchemas(document)).map(([type, name]) => [type, `${types}.${name}`]))}
    record: ${members(Object.entries(records).map(([type, [name = '']]) => [type, `${types}.${name}`]))}
    callback: ${types}.${callbackName(document)}
${update === undefined ? '' : `    update: ${types}.${update}\n`}  }`
}

/** What each dated version has, as aliases of its generated types. */
export const renderVersions = (documents: Document[]): string => {
  const versions = documents.map((document) => document.info.version)
  const [first, ...more] = documents.filter((document) => document.info['x-default-version'])
  if (!first || more.length > 0) throw missing('*', 'exactly one version must say x-default-version: true')
  return `${versions.map((version) => `import type * as ${alias(version)} from './${version}.js'`).join('\n')}

/** What each dated version of the API has. */
export interface ApiVersions {
${documents.map(renderVersion).join('\n')}
}

/** A dated version of the API. */
export type ApiVersion = keyof ApiVersions

/** The version that is asked for when none is named. */
export type DefaultVersion = '${first.info.version}'

export const defaultVersion: DefaultVersion = '${first.info.version}'

/** Every dated version, oldest first. */
export const apiVersions: readonly ApiVersion[] = [${versions.map((version) => `'${version}'`).join(', ')}]
`
}
