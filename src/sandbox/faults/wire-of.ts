import type { Reply, Wire } from '../wire/reply.js'
import type { FaultAction } from './fault.js'

/** Bytes counted from the end are counted from the start. */
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

/** Whether a fault happens on the wire at all; on a body that is too short it may not. */
export const touchesWire = ({ reset, stall, slow, truncate, loseAnswer, late }: FaultAction): boolean =>
  [reset, stall, slow, truncate, loseAnswer, late].some((one) => one !== undefined)

/** What a fault does to an answer on the wire, if it does anything there. */
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
