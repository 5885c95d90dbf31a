import type { Dice } from './random.js'
import type { Trunk, World } from './world.js'

/** A call, independent of API versions. Times are seconds since 1970. */
export interface Call {
  readonly start: number
  readonly answered: number | undefined
  readonly end: number | undefined
  readonly seconds: number
  readonly caller: string
  readonly callerName: string
  readonly did: string
  readonly called: string
  readonly trunk: Trunk
  readonly code: string
  readonly inboundText: string
  readonly outboundText: string
  readonly initiator: string
  readonly country: string
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string
  readonly network: string
  /** Thousandths of a dollar for a minute. */
  readonly rate: number
  /** The number it is generated from; its id follows from it. */
  readonly serial: number
  /** How its line in the file is quoted. */
  readonly quoting: 'bare' | 'empties' | 'all'
}

interface Ending {
  readonly code: string
  readonly inbound: string
  readonly outbound: string
}

const ANSWERED: Ending = { code: '200', inbound: 'Bye', outbound: 'Normal call clearing' }
const UNANSWERED: readonly Ending[] = [
  { code: '404', inbound: 'Not Found', outbound: 'Not Found' },
  { code: '408', inbound: 'SIP transaction timeout', outbound: 'Request Timeout' },
  { code: '480', inbound: 'Temporarily Unavailable', outbound: 'No answer' },
  { code: '486', inbound: 'Busy Here', outbound: 'Busy here' },
  { code: '487', inbound: 'Request Terminated', outbound: 'Request Terminated' },
  { code: '503', inbound: 'Service Unavailable, "no route"', outbound: 'Service Unavailable, "no route"' },
  { code: '603', inbound: 'Declined', outbound: 'Décliné' },
]
const NAMES = ['', '', 'John Smith', 'Zoë Müller', 'Smith, John', 'O’Neill "Jack"', 'Київ офіс']
const PLACES = [
  { prefix: '4477', country: 'United Kingdom', code: 'GB', network: 'BT' },
  { prefix: '1415', country: 'United States', code: 'US', network: 'AT&T' },
  { prefix: '49301', country: 'Germany', code: 'DE', network: 'Telekom Deutschland' },
  { prefix: '22507', country: 'Côte d’Ivoire', code: 'CI', network: 'Orange, CI' },
  { prefix: '97250', country: 'Israel', code: 'IL', network: 'Pelephone' },
]
const RATES = [3, 10, 12, 65]

/** Some calls come from short or hidden numbers. */
const callerOf = (dice: Dice): string => {
  const kind = dice.roll()
  if (kind < 0.03) return ''
  return kind < 0.05 ? dice.digits(1) : dice.of(PLACES).prefix + dice.digits(8)
}

/** Generates the call of a moment. */
export const callAt = (start: number, world: World, dice: Dice, serial: number): Call => {
  const answered = dice.roll() < 0.72
  const ending = answered ? ANSWERED : dice.of(UNANSWERED)
  const pickup = start + 1 + dice.below(20)
  const seconds = answered ? Math.min(7200, 1 + Math.floor(-Math.log(1 - dice.roll()) * 140)) : 0
  const place = dice.of(PLACES)
  const quoting = dice.roll()
  return {
    start,
    answered: answered ? pickup : undefined,
    end: answered ? pickup + seconds : undefined,
    seconds,
    caller: callerOf(dice),
    callerName: dice.of(NAMES),
    did: dice.of(world.dids),
    called: place.prefix + dice.digits(8),
    trunk: dice.of(world.trunks),
    code: ending.code,
    inboundText: ending.inbound,
    outboundText: ending.outbound,
    initiator: dice.roll() < 0.5 ? 'Origination' : 'Destination',
    country: place.country,
    countryCode: place.code,
    network: place.network,
    rate: dice.of(RATES),
    serial,
    quoting: quoting < 0.9 ? 'bare' : quoting < 0.97 ? 'empties' : 'all',
  }
}
