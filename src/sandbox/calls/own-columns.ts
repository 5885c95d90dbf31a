import type { FileColumn } from './layout.js'

/** A column of the sandbox's own making: named so that nobody takes it for one of the provider's. */
const own = (column: string, property: string): FileColumn => ({ column, property, kind: 'string', isOwn: true })

const CALL = [
  own('Sandbox Source', 'source'),
  own('Sandbox Destination', 'destination'),
  own('Sandbox Seconds', 'call_duration_sec'),
]
const MESSAGE = [
  own('Sandbox Time (UTC)', 'date_time_start_utc'),
  own('Sandbox Source', 'source_address'),
  own('Sandbox Destination', 'destination_address'),
  own('Sandbox Status', 'status'),
  own('Sandbox Trunk Type', 'trunk_type'),
  own('Sandbox Message', 'sms_id'),
]

/**
 * What the sandbox puts into a file beside the columns that are known of it. Of messages, and of outbound
 * calls of the newest version, no column is known: their files hold these and no others, which are decoded
 * into `other`.
 */
export const ownColumnsOf = (type: string): readonly FileColumn[] => {
  if (type.startsWith('sms')) return MESSAGE
  return type === 'cdr_out' ? [own('Sandbox Time (UTC)', 'date_time_start_utc'), ...CALL] : CALL
}
