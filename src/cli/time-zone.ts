import { type TimeZone, timeZoneOf } from '../periods/time-zone.js'

/** For commands that select calls by a period. */
export const PERIOD_ZONE = [
  '--time-zone <zone>',
  'whose months and days: Europe/Kyiv, +02:00, local (default: DIDWW_TIME_ZONE, else UTC)',
] as const

/** For commands that show calls. */
export const SHOWN_ZONE = [
  '--time-zone <zone>',
  'whose clock times are shown by: Europe/Kyiv, +02:00, local (default: DIDWW_TIME_ZONE, else UTC)',
] as const

/** What was given on the command line, else in the environment. */
export const zoneNameOf = (given: string | undefined): string | undefined => {
  const name = given ?? (process.env['DIDWW_TIME_ZONE'] || undefined)
  // A wrong name is told with the option that it comes from.
  timeZoneOf(name, given === undefined ? 'DIDWW_TIME_ZONE' : '--time-zone')
  return name
}

/** The zone that was given; undefined for UTC. */
export const zoneOf = (given: string | undefined): TimeZone | undefined => timeZoneOf(zoneNameOf(given))
