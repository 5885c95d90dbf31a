import type { Endpoint } from './endpoint.js'
import type { OpenApi } from './openapi.js'
import { propertiesOf, valuesOf } from './resolve.js'

/** The attributes an export has in the answers of a version, in order, each with the values listed for it. */
export type Attributes = Readonly<Record<string, readonly (string | null)[]>>

export const attributesOf = (document: OpenApi, endpoints: readonly Endpoint[]): Attributes => {
  const answer = endpoints.find(({ operationId }) => operationId === 'retrieveExport')?.success.schema ?? {}
  const data = propertiesOf(document, answer)['data'] ?? {}
  const attributes = propertiesOf(document, propertiesOf(document, data)['attributes'] ?? {})
  return Object.fromEntries(Object.entries(attributes).map(([name, schema]) => [name, valuesOf(document, schema)]))
}
