import type { Call } from '../../../generated/calls.js'
import type { CountryOf } from './country.js'

/** A call, and where it was found. */
export interface FoundCall {
  readonly call: Call
  /** Its start as the clocks of the zone show it, with an offset or `Z`. */
  readonly start: string | null
  /** The account that it was pulled for, where a directory says so. */
  readonly account: string | null
  readonly exportType: string
  readonly countryOf: CountryOf
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** The weeks of bills begin on Monday. */
const fromMonday = (name: string | null): number => (WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]) + 6) % 7

/** What calls can be grouped by. */
export const dimensionNames = ['day', 'month', 'hour', 'weekday', 'account', 'did', 'trunk', 'country', 'code'] as const

export type DimensionName = (typeof dimensionNames)[number]

interface Dimension {
  readonly heading: string
  readonly of: (found: FoundCall) => string | null
  /** Where a group stands; without it, those with the most calls stand first. */
  readonly place?: (name: string | null) => string | number
}

const inTime = (name: string | null): string => name ?? ''

/** Minutes of an hour and the offset stay: the two hours that clocks show alike in autumn are two. */
const hourOf = (start: string): string => `${start.slice(0, 10)} ${start.slice(11, 13)}:00${start.slice(19)}`

const DIMENSIONS: Readonly<Record<DimensionName, Dimension>> = {
  day: { heading: 'day', of: ({ start }) => start?.slice(0, 10) ?? null, place: inTime },
  month: { heading: 'month', of: ({ start }) => start?.slice(0, 7) ?? null, place: inTime },
  hour: {
    heading: 'hour',
    of: ({ start }) => (start === null ? null : hourOf(start)),
    // By what it is in UTC, so that the first of two like hours stands first.
    place: (name) => (name === null ? 0 : Date.parse(name.replace(' ', 'T'))),
  },
  weekday: {
    heading: 'weekday',
    of: ({ start }) =>
      start === null ? null : (WEEKDAYS[new Date(`${start.slice(0, 10)}T00:00Z`).getUTCDay()] ?? null),
    place: fromMonday,
  },
  account: { heading: 'account', of: ({ account }) => account },
  did: { heading: 'DID', of: ({ call }) => call.did },
  trunk: { heading: 'trunk', of: ({ call }) => call.trunk },
  country: { heading: 'country', of: ({ call, exportType, countryOf }) => countryOf(call, exportType) },
  code: { heading: 'code', of: ({ call }) => call.disconnect_code },
}

export const dimensionOf = (name: DimensionName): Dimension => DIMENSIONS[name]
