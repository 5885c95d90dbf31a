import { tokenFacts } from '../../generated/token-facts.js'
import type { Endpoint } from './document/endpoint.js'
import { type ErrorObject, recordedError } from './document/recorded.js'
import { emptyReply, type Reply, textReply } from './wire/reply.js'

/** Thrown to answer a request with an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly errors: readonly ErrorObject[]
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, errors: readonly ErrorObject[], headers: Readonly<Record<string, string>> = {}) {
    super(`${status}: ${errors.map(({ detail }) => detail).join('; ')}`)
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

/** Refuses with the documented error of a status, with its text adapted. */
export const refused = (
  status: number,
  changes: Partial<ErrorObject> = {},
  headers: Readonly<Record<string, string>> = {},
): Refusal => new Refusal(status, [{ ...recordedError(status), ...changes }], headers)

/** The body of a refusal and its media type: OAuth for tokens, else JSON:API. */
const bodyOf = (errors: Refusal['errors'], endpoint: Endpoint | undefined, mediaType: string): [string, object] => {
  const [first] = errors
  return endpoint?.operationId === tokenFacts.operationId
    ? [tokenFacts.mediaType, { error: first?.code, error_description: first?.detail }]
    : [mediaType, { errors }]
}

/** The refusal as an answer, without a body where the operation documents none. */
export const refusalReply = (refusal: Refusal, endpoint: Endpoint | undefined, mediaType: string): Reply => {
  const { status, errors, headers } = refusal
  const documented = endpoint?.responses[status]
  if (errors.length === 0 || (documented && !documented.content)) return emptyReply(status, headers)
  const [type, body] = bodyOf(errors, endpoint, mediaType)
  const reply = textReply(status, type, JSON.stringify(body))
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
