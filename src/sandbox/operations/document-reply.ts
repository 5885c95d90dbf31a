import { facts } from '../../../generated/facts.js'
import type { Context } from '../context.js'
import { type Reply, textReply } from '../wire/reply.js'

/** The success of an operation as a JSON:API document that says which version served it. */
export const documentReply = (
  { api, endpoint }: Context,
  document: { readonly data: unknown; readonly meta?: object; readonly links?: object },
): Reply => {
  const { data, meta, links } = document
  const body = { data, meta: { ...meta, api_version: api.version }, ...(links && { links }) }
  return textReply(endpoint.success.status, facts[api.version].mediaType, JSON.stringify(body))
}
