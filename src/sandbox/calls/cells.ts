import type { Call } from './call.js'
import { uuidOf } from './random.js'

/** The text of a cell; null is an empty one. */
export type Cell = (call: Call) => string | null

const minutes = (call: Call): number => Math.ceil(call.seconds / 60)
const text = (value: string): string | null => (value === '' ? null : value)
const status = (call: Call): string => (call.answered === undefined ? 'Failed' : 'Completed')

/** Toll-free numbers cost more, metered channels a little, and the third dollar goes to the PSTN. */
const tollFree = (call: Call): number => (call.did.startsWith('1') ? minutes(call) * 21 : 0)
const pstn = (call: Call): number => (call.rate === 3 ? minutes(call) * 3 : 0)
const metered = (call: Call): number => minutes(call) * (call.rate === 12 ? 2 : 1)

const callId = ({ start, serial }: Call): string => `${serial.toString(16).padStart(8, '0')}-${start.toString(36)}`

const times: Readonly<Record<string, Cell>> = {
  date_time_start_utc: (call) => stamp(call.start),
  date_time_connect_utc: (call) => stamp(call.answered),
  date_time_end_utc: (call) => stamp(call.end),
  status,
  disconnect_code: (call) => call.code,
  disconnect_initiator: (call) => call.initiator,
  call_id: (call) => (call.answered === undefined ? null : callId(call)),
}

/** Cells of inbound calls, by the property of the column. */
const inbound: Readonly<Record<string, Cell>> = {
  ...times,
  source: (call) => text(call.caller),
  source_number: (call) => text(call.caller),
  source_number_out: (call) => text(call.caller),
  source_name: (call) => text(call.callerName),
  source_country_iso: (call) => call.countryCode,
  source_country: (call) => text(call.country),
  source_network: (call) => text(call.network),
  did: (call) => call.did,
  destination_did: (call) => call.did,
  destination: (call) => `sip:${call.did}@${call.trunk.name.startsWith('B') ? 'büro' : 'pbx'}.example.com`,
  duration_secs: (call) => String(call.seconds),
  duration_sec: (call) => String(call.seconds),
  call_duration_sec: (call) => String(call.seconds),
  attempt: () => '1',
  response: (call) => call.inboundText,
  voice_in_trunk: (call) => call.trunk.name,
  trunk_group: (call) => (call.rate > 10 ? 'Trunk Group A' : null),
  capacity_group: (call) => (call.rate === 12 ? 'Shared Cap A' : null),
  tollfree_amount_usd: (call) => dollars(tollFree(call)),
  toll_free_usd: (call) => dollars(tollFree(call)),
  termination_amount_usd: (call) => dollars(pstn(call)),
  pstn_usd: (call) => dollars(pstn(call)),
  metered_channels_amount_usd: (call) => dollars(metered(call)),
  metered_usd: (call) => dollars(metered(call)),
  cnam_in_usd: () => dollars(0),
  total_usd: (call) => dollars(tollFree(call) + pstn(call) + metered(call)),
  sell_amount_points: () => dollars(0),
}

/** Cells of outbound calls. */
const outbound: Readonly<Record<string, Cell>> = {
  ...times,
  source: (call) => text(call.caller),
  cli: (call) => text(call.caller),
  destination: (call) => call.called,
  destination_number: (call) => call.called,
  duration_secs: (call) => String(call.seconds),
  call_duration_sec: (call) => String(call.seconds),
  billing_duration_sec: (call) => (call.seconds === 0 ? null : String(minutes(call) * 60)),
  disconnect_reason: (call) => call.outboundText,
  rate_usd_per_minute: (call) => (call.seconds === 0 ? null : dollars(call.rate)),
  rate_usd: (call) => (call.seconds === 0 ? null : dollars(call.rate)),
  charged_usd: (call) => (call.seconds === 0 ? '0' : dollars(minutes(call) * call.rate)),
  cdr_type: () => 'International',
  call_type: () => 'International',
  country_name: (call) => call.country,
  destination_country: (call) => call.country,
  network_name: (call) => call.network,
  network: (call) => call.network,
  trunk_name: (call) => call.trunk.name,
  voice_out_trunk: (call) => call.trunk.name,
  p_charge_info: () => null,
}

/** Kinds of trunk, with equally many messages. */
const TRUNK_TYPES = ['SMPP SMSC', 'SMPP ESME', 'Email', 'HTTP IN']

const idOf = ({ start, serial }: Call): string => `sms-${serial.toString(16).padStart(8, '0')}-${start.toString(36)}`

/** Cells of messages. A message is generated like the call of the same moment. */
const message: Readonly<Record<string, Cell>> = {
  date_time_start_utc: (call) => stamp(call.start),
  status: (call) => (call.answered === undefined ? 'Failed' : 'Success'),
  sms_id: idOf,
}

const messagesIn: Readonly<Record<string, Cell>> = {
  ...message,
  source_address: (call) => (call.caller === '' ? null : call.caller),
  destination_address: (call) => call.did,
  trunk_type: (call) => TRUNK_TYPES[call.serial % TRUNK_TYPES.length] ?? null,
}

const messagesOut: Readonly<Record<string, Cell>> = {
  ...message,
  source_address: (call) => call.did,
  destination_address: (call) => call.called,
  service_type: (call) => (call.serial % 2 === 0 ? 'p2p' : 'a2p'),
  'sender_id_verification.id': (call) => uuidOf(`sender/${call.did}`),
}

const padded = (width: number, count: number): string[] =>
  Array.from({ length: count }, (_, value) => String(value).padStart(width, '0'))

const TWO = padded(2, 60)
const THREE = padded(3, 1000)

let dayNumber = Number.NaN
let dayText = ''

/** Seconds since 1970 as `YYYY-MM-DD HH:MM:SS`. */
const stamp = (seconds: number | undefined): string | null => {
  if (seconds === undefined) return null
  const day = Math.floor(seconds / 86_400)
  if (day !== dayNumber) {
    dayNumber = day
    dayText = new Date(day * 86_400_000).toISOString().slice(0, 10)
  }
  const left = seconds - day * 86_400
  const minutes = Math.floor(left / 60)
  return `${dayText} ${TWO[Math.floor(minutes / 60)] ?? ''}:${TWO[minutes % 60] ?? ''}:${TWO[left % 60] ?? ''}`
}

/** Thousandths of a dollar with three decimals. */
const dollars = (thousandths: number): string => `${Math.floor(thousandths / 1000)}.${THREE[thousandths % 1000] ?? ''}`

const byType: Readonly<Record<string, Readonly<Record<string, Cell>>>> = {
  cdr_in: inbound,
  cdr_out: outbound,
  sms_in: messagesIn,
  sms_out: messagesOut,
}

/** The cells of an export type. Any other column stays empty. */
export const cellsOf = (type: string): Readonly<Record<string, Cell>> => byType[type] ?? times
