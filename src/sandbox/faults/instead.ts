import { facts } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import { emptyReply, type Reply, statusText, textReply } from '../wire/reply.js'
import type { FaultAction } from './fault.js'

const BODILESS = [204, 205, 304]

const errorText = (status: number): string =>
  JSON.stringify({ errors: [{ title: statusText(status), detail: statusText(status), status: String(status) }] })

/** The answer a fault gives instead of the operation's own, if it gives one. */
export const replyInstead = (
  { status, body, contentType, redirect, headers = {} }: FaultAction,
  version: ApiVersion,
): Reply | undefined => {
  if (redirect !== undefined) return emptyReply(status ?? 302, { Location: redirect, ...headers })
  if (status === undefined && body === undefined) return undefined
  const code = status ?? 200
  if (body === undefined && (code < 400 || BODILESS.includes(code))) return emptyReply(code, headers)
  const guess = body?.trimStart().startsWith('<') ? 'text/html' : facts[version].mediaType
  const reply = textReply(code, contentType ?? guess, body ?? errorText(code))
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
