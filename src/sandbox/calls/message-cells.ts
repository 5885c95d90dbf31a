import type { Call } from './call.js'
import type { Cell } from './cells.js'
import { stamp } from './text.js'
import { uuidOf } from './random.js'

/** Kinds of trunk, each with as many messages as the others. */
const TRUNK_TYPES = ['SMPP SMSC', 'SMPP ESME', 'Email', 'HTTP IN']

const idOf = ({ start, serial }: Call): string => `sms-${serial.toString(16).padStart(8, '0')}-${start.toString(36)}`

/** Cells of messages: a message is what a call of the same moment would have been. */
const message: Readonly<Record<string, Cell>> = {
  date_time_start_utc: (call) => stamp(call.start),
  status: (call) => (call.answered === undefined ? 'Failed' : 'Success'),
  sms_id: idOf,
}

export const messagesIn: Readonly<Record<string, Cell>> = {
  ...message,
  source_address: (call) => (call.caller === '' ? null : call.caller),
  destination_address: (call) => call.did,
  trunk_type: (call) => TRUNK_TYPES[call.serial % TRUNK_TYPES.length] ?? null,
}

export const messagesOut: Readonly<Record<string, Cell>> = {
  ...message,
  source_address: (call) => call.did,
  destination_address: (call) => call.called,
  service_type: (call) => (call.serial % 2 === 0 ? 'p2p' : 'a2p'),
  'sender_id_verification.id': (call) => uuidOf(`sender/${call.did}`),
}
