import { columnsOf } from '../../../src/records/columns-of.js'
import { chance } from '../../../test/helpers/chance.js'

/** A layout to measure. */
export interface BenchLayout {
  readonly apiVersion: '2021-12-15' | '2026-04-16'
  readonly exportType: 'cdr_in'
}

const NAMES = [
  'Acme Ltd',
  'Zoë Käse GmbH',
  'ТОВ Приклад',
  'Umbrella',
  '株式会社サンプル',
  'Initech',
  'Globex',
  'Soylent',
]
const OUTCOMES = [
  ['200', 'Bye', 'Origination'],
  ['200', 'Bye', 'Destination'],
  ['486', 'Busy Here', 'Destination'],
  ['487', 'Request Terminated', 'Origination'],
  ['408', 'SIP transaction timeout', 'DIDWW'],
  ['404', 'Not Found', 'Destination'],
] as const

/** A call, before it becomes a line. */
interface Call {
  readonly serial: number
  readonly start: number
  readonly answered: number | undefined
  readonly end: number
  readonly source: string
  readonly did: string
  readonly code: string
  readonly response: string
  readonly initiator: string
  readonly customer: string
  readonly price: number
}

/** Calls in the order of their start; the same seed gives the same calls. */
function* calls(rows: number, seed: number): Generator<Call, void, undefined> {
  const random = chance(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const dids = Array.from({ length: 1000 }, () => String(10_000_000_000 + below(2 ** 32)))
  const pause = (28 * 86_400_000) / rows
  let start = Date.UTC(2021, 11, 1)
  for (let serial = 0; serial < rows; serial += 1) {
    start += random() * 2 * pause
    const [code, reason, initiator] = OUTCOMES[random() < 0.6 ? below(2) : 2 + below(4)] ?? OUTCOMES[0]
    const ring = 1000 + below(20_000)
    const talk = code === '200' ? 1000 + below(600_000) : undefined
    const odd = below(100)
    yield {
      serial,
      start,
      answered: talk === undefined ? undefined : start + ring,
      end: start + ring + (talk ?? 0),
      source: odd === 99 ? '' : String(380_000_000_000 + below(2 ** 31)),
      did: dids[below(dids.length)] ?? '',
      code,
      response: odd === 0 ? `"${reason}\n""again"""` : odd === 1 ? `"${reason}, then silence"` : reason,
      initiator,
      customer: random() < 0.5 ? '' : (NAMES[below(NAMES.length)] ?? ''),
      price: below(40),
    }
  }
}

const stamp = (time: number | undefined): string =>
  time === undefined ? '' : new Date(time).toISOString().slice(0, 19).replace('T', ' ')

const seconds = ({ answered, end }: Call): string =>
  String(answered === undefined ? 0 : Math.floor((end - answered) / 1000))

const dollars = (cents: number): string => (cents / 1000).toFixed(3)

/** Makes the text of a cell, by the property of its column. */
const cells: Readonly<Record<string, (call: Call) => string>> = {
  date_time_start_utc: ({ start }) => stamp(start),
  date_time_connect_utc: ({ answered }) => stamp(answered),
  date_time_end_utc: ({ end }) => stamp(end),
  status: ({ answered }) => (answered === undefined ? 'Failed' : 'Completed'),
  source: ({ source }) => source,
  source_name: ({ customer }) => customer,
  did: ({ did }) => did,
  destination_did: ({ did }) => did,
  destination: ({ did, serial }) => `sip:${did}@pbx${serial % 20}.example.com`,
  duration_secs: seconds,
  duration_sec: seconds,
  attempt: () => '1',
  disconnect_initiator: ({ initiator }) => initiator,
  disconnect_code: ({ code }) => code,
  response: ({ response }) => response,
  voice_in_trunk: ({ price }) => `Trunk ${price % 8}`,
  trunk_group: ({ price }) => (price > 20 ? 'Trunk Group A' : ''),
  capacity_group: ({ price }) => (price > 30 ? 'Shared Capacity A' : ''),
  tollfree_amount_usd: ({ price }) => dollars(price > 35 ? price * 7 : 0),
  toll_free_usd: ({ price }) => dollars(price > 35 ? price * 7 : 0),
  termination_amount_usd: ({ price }) => dollars(price),
  pstn_usd: ({ price }) => dollars(price),
  metered_channels_amount_usd: ({ price, serial }) => dollars(price * (serial % 11)),
  metered_usd: ({ price, serial }) => dollars(price * (serial % 11)),
  cnam_in_usd: () => '0.000',
  total_usd: ({ price, serial }) => dollars((price > 35 ? price * 7 : 0) + price + price * (serial % 11)),
  customer_id: ({ customer }) => customer,
  sell_amount_points: () => '0.000',
  call_id: ({ serial, price }) => `${Math.imul(serial, 0x9e3779b1) >>> 0}-${serial.toString(36)}-${price}@sbc`,
}

/** The text of a file, in pieces of a thousand lines. */
export function* callsText({ apiVersion, exportType }: BenchLayout, rows: number): Generator<string, void, undefined> {
  const columns = columnsOf(apiVersion, exportType)
  const writers = columns.map(({ property }) => {
    const write = cells[property]
    if (!write) throw new Error(`The benchmark has no cell for ${property}`)
    return write
  })
  let text = `${columns.map(({ column }) => column).join(',')}\n`
  for (const call of calls(rows, 20211215)) {
    text += writers.map((write) => write(call)).join(',') + '\n'
    if (call.serial % 1000 === 999) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}
