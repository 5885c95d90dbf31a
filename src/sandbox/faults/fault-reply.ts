import { facts } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import { emptyReply, type Reply, statusText, textReply, type Wire } from '../wire/reply.js'
import type { FaultAction } from './fault.js'

const BODILESS = [204, 205, 304]

const errorText = (status: number): string =>
  JSON.stringify({ errors: [{ title: statusText(status), detail: statusText(status), status: String(status) }] })

/** The answer that a fault gives instead of the operation's own, if any. */
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

/** Converts a count from the end to one from the start. */
const counted = (bytes: number, { length }: Reply): number => (bytes < 0 ? Math.max(0, (length ?? 0) + bytes) : bytes)

const truncation = (action: FaultAction, truncate: number, reply: Reply): Omit<Wire, 'fire'> => {
  const { length = 'right', framing = length === 'none' ? 'close' : 'length' } = action
  const limit = counted(truncate, reply)
  const claimed = length === 'wrong' ? limit : reply.length
  return {
    limit,
    framing,
    ...(framing === 'length' && claimed !== undefined && { claimed }),
    ending: length === 'wrong' && framing !== 'close' ? 'complete' : 'closed',
  }
}

/** Whether a fault happens on the wire. On a body that is too short it may not. */
export const touchesWire = ({ reset, stall, slow, truncate, loseAnswer, late }: FaultAction): boolean =>
  [reset, stall, slow, truncate, loseAnswer, late].some((one) => one !== undefined)

/** What a fault does to an answer on the wire, if anything. */
export const wireOf = (action: FaultAction, reply: Reply, fire: () => void): Wire | undefined => {
  const { reset, stall, slow, truncate, loseAnswer, late } = action
  const pace = slow === undefined ? {} : { rate: slow }
  if (loseAnswer || late !== undefined || reset === 'before headers') return { silent: true, ending: 'reset', fire }
  if (reset !== undefined) return { ...pace, limit: counted(reset, reply), ending: 'reset', fire }
  if (stall !== undefined) return { ...pace, limit: counted(stall, reply), ending: 'silence', fire }
  const isCut = truncate !== undefined && (reply.length === undefined || counted(truncate, reply) < reply.length)
  if (isCut) return { ...pace, ...truncation(action, truncate, reply), fire }
  return slow === undefined ? undefined : { ...pace, ending: 'complete', fire }
}
