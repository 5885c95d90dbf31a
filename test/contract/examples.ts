import { readFileSync } from 'node:fs'
import type { ApiVersion } from '../../generated/versions.js'

/** A JSON:API document, of a request or an answer. */
export interface JsonApiDocument {
  data: { id: string; attributes: Record<string, unknown> }
  errors?: object[]
  meta?: object
  links?: object
}
interface Body {
  content?: Record<string, { examples?: Record<string, { value: JsonApiDocument }> }>
}
interface Document {
  paths: Record<
    string,
    Record<string, { operationId: string; requestBody?: Body; responses: Record<string, Body & { $ref?: string }> }>
  >
  components: { responses?: Record<string, Body> }
}

/** A named example of an answer, and the request of the same name or else the first. */
export interface Example {
  operationId: string
  status: number
  name: string
  answer: JsonApiDocument
  request: JsonApiDocument | undefined
}

const examplesIn = (body: Body | undefined): [string, JsonApiDocument][] =>
  Object.values(body?.content ?? {}).flatMap(({ examples = {} }) =>
    Object.entries(examples).map(([name, { value }]): [string, JsonApiDocument] => [name, value]),
  )

const operationsOf = ({ paths }: Document) => Object.values(paths).flatMap((item) => Object.values(item))

const read = (version: ApiVersion | 'token'): Document =>
  JSON.parse(readFileSync(`generated/openapi/${version}.json`, 'utf8')) as Document

/** Every named example of an answer, refusals included. */
export const examplesOf = (version: ApiVersion | 'token'): Example[] => {
  const document = read(version)
  return operationsOf(document).flatMap(({ operationId, requestBody, responses }) =>
    Object.entries(responses).flatMap(([status, reply]) => {
      const requests = examplesIn(requestBody)
      const answers = examplesIn(
        reply.$ref ? document.components.responses?.[reply.$ref.split('/').at(-1) ?? ''] : reply,
      )
      return answers.map(([name, answer]) => {
        const request = (requests.find(([one]) => one === name) ?? requests[0])?.[1]
        return { operationId, status: Number(status), name, answer, request }
      })
    }),
  )
}

/** The names of the requests of every operation that has a body. */
export const requestsOf = (version: ApiVersion | 'token'): [string, string[]][] =>
  operationsOf(read(version)).flatMap(({ operationId, requestBody }) =>
    requestBody ? [[operationId, examplesIn(requestBody).map(([name]) => name)]] : [],
  )
