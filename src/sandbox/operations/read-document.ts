import type { Context } from '../context.js'
import { Refusal, refused } from '../refusal.js'
import { explain, isStranger, strangerError } from './explain.js'

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw badDocument('The body is not JSON.')
  }
}

const badDocument = (detail: string): Refusal => refused(400, { title: 'Bad request', detail, code: '400' })

/**
 * The attributes in the body of a request, checked by the operation's schema.
 *
 * @throws {Refusal} 400 when it is malformed, 422 when it is invalid.
 */
export const readDocument = ({
  api,
  endpoint,
  request,
}: Context): { id?: string; attributes: Record<string, unknown> } => {
  const document = parsed(request.body) as { data?: { id?: string; attributes: Record<string, unknown> } } | null
  if (typeof document !== 'object' || !document?.data || typeof document.data !== 'object') {
    throw refused(400, {
      title: 'Missing Parameter',
      detail: 'The required parameter, data, is missing.',
      code: '106',
      source: { pointer: '/data' },
    })
  }
  if (!endpoint.body) return document.data
  const validate = api.validator(endpoint.body.schema)
  if (validate(document)) return document.data
  const errors = validate.errors ?? []
  const strangers = errors.filter(isStranger)
  if (strangers.length > 0) throw new Refusal(400, strangers.map(strangerError))
  throw new Refusal(422, explain(errors))
}
