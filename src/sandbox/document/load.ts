import formats from 'ajv-formats'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { createRequire } from 'node:module'
import { type ApiVersion, defaultVersion } from '../../../generated/versions.js'
import { type Endpoint, endpointsOf } from './endpoint.js'
import type { OpenApi, Schema } from './openapi.js'
import { propertiesOf, valuesOf } from './resolve.js'

/** A dated version of the API, compiled from its document. */
export interface ApiDescription {
  readonly version: ApiVersion
  readonly document: OpenApi
  readonly endpoints: readonly Endpoint[]
  readonly attributes: Attributes
  /** Compiles a schema of this document; the same schema is compiled once. */
  readonly validator: (schema: Schema) => ValidateFunction
}

const require = createRequire(import.meta.url)

const read = (name: string): OpenApi => {
  const document = structuredClone(require(`didww-exports/openapi/${name}.json`)) as OpenApi
  // Ajv reads the tags of a discriminator from its branches and refuses a mapping.
  for (const schema of Object.values(document.components.schemas)) delete schema.discriminator?.mapping
  return document
}

const load = (version: ApiVersion, name: string = version): ApiDescription => {
  const document = read(name)
  const ajv = new Ajv2020({
    discriminator: true,
    allErrors: true,
    strict: false,
    logger: false,
    formats: { decimal: true },
  })
  formats.default(ajv)
  ajv.addSchema({ $id: 'document', components: document.components })
  const compiled = new Map<Schema, ValidateFunction>()
  const validator = (schema: Schema): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(rooted(schema))
    compiled.set(schema, known)
    return known
  }
  const endpoints = endpointsOf(document)
  return { version, document, endpoints, attributes: attributesOf(document, endpoints), validator }
}

/** A schema whose references start at the document's root, wherever the schema itself is compiled. */
const rooted = (schema: Schema): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as object

const loaded = new Map<ApiVersion, ApiDescription>()

/** The description of a version, read from the bundled document when it is first needed. */
export const descriptionOf = (version: ApiVersion): ApiDescription => {
  const description = loaded.get(version) ?? load(version)
  loaded.set(version, description)
  return description
}

let tokens: ApiDescription | undefined

/** The description of the token service. A refusal that it lacks is taken from the default version. */
export const tokenDescription = (): ApiDescription => (tokens ??= load(defaultVersion, 'token'))

/** The attributes of an export in the answers of a version, in order, each with its listed values. */
type Attributes = Readonly<Record<string, readonly (string | null)[]>>

const attributesOf = (document: OpenApi, endpoints: readonly Endpoint[]): Attributes => {
  const answer = endpoints.find(({ operationId }) => operationId === 'retrieveExport')?.success.schema ?? {}
  const data = propertiesOf(document, answer)['data'] ?? {}
  const attributes = propertiesOf(document, propertiesOf(document, data)['attributes'] ?? {})
  return Object.fromEntries(Object.entries(attributes).map(([name, schema]) => [name, valuesOf(document, schema)]))
}
