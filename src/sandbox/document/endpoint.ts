import type { DocumentedAnswer, OpenApi, Operation, Parameter, Schema } from './openapi.js'
import { resolve } from './resolve.js'

/** An operation of a document, with its references resolved and its path as a pattern. */
export interface Endpoint {
  readonly operationId: string
  readonly method: string
  readonly pattern: RegExp
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly query: readonly Parameter[]
  readonly body?: { readonly mediaType: string; readonly schema: Schema }
  readonly success: { readonly status: number; readonly mediaTypes: readonly string[]; readonly schema?: Schema }
  readonly responses: Readonly<Record<string, DocumentedAnswer>>
}

const METHODS = ['get', 'post', 'patch', 'put', 'delete']

/** The operations of a document, those with the most literal path first. */
export const endpointsOf = (document: OpenApi): Endpoint[] =>
  Object.entries(document.paths)
    .sort(([a], [b]) => literal(b) - literal(a))
    .flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => endpointOf(document, path, method, operation)),
    )

const literal = (path: string): number => path.replaceAll(/\{\w+\}/g, '').length

const endpointOf = (document: OpenApi, path: string, method: string, operation: Operation): Endpoint => {
  const parameters = (operation.parameters ?? []).map((one) => resolve(document, one))
  const responses = Object.fromEntries(
    Object.entries(operation.responses).map(([status, answer]) => [status, resolve(document, answer)]),
  )
  const success = Object.keys(responses).find((status) => status.startsWith('2')) ?? '200'
  const content = responses[success]?.content ?? {}
  const schema = Object.values(content)[0]?.schema
  const body = operation.requestBody && bodyOf(document, operation.requestBody)
  return {
    operationId: operation.operationId,
    method: method.toUpperCase(),
    pattern: patternOf(path),
    security: operation.security ?? document.security ?? [],
    query: parameters.filter((one) => one.in === 'query'),
    ...(body && { body }),
    success: { status: Number(success), mediaTypes: Object.keys(content), ...(schema && { schema }) },
    responses,
  }
}

const bodyOf = (document: OpenApi, body: NonNullable<Operation['requestBody']>): Endpoint['body'] => {
  const [mediaType, media] = Object.entries(resolve(document, body).content)[0] ?? []
  return mediaType === undefined || !media?.schema ? undefined : { mediaType, schema: media.schema }
}

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/(\{\w+\})/)
      .map((part) => part.replace(/^\{(\w+)\}$/, '(?<$1>[^/]+)').replaceAll(/^[^(].*$/g, escaped))
      .join('')}$`,
  )

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
