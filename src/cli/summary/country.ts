import { createRequire } from 'node:module'
import type * as phones from 'libphonenumber-js'
import type { Call } from '../../../generated/calls.js'
import { ConfigurationError } from '../../errors/configuration-error.js'

/** The country on the other side of a call: where an inbound one comes from, where an outbound one goes to. */
export type CountryOf = (call: Call, exportType: string) => string | null

const load = (): typeof phones => {
  try {
    return createRequire(import.meta.url)('libphonenumber-js') as typeof phones
  } catch (cause) {
    throw new ConfigurationError('missing_peer', 'The countries of numbers need libphonenumber-js', {
      cause,
      hint: 'npm install libphonenumber-js',
    })
  }
}

/** Digits of a number in international form; undefined for names such as `anonymous`. */
const digitsOf = (number: string | null): string | undefined => /^(?:\+|00)?([1-9]\d{6,14})$/.exec(number ?? '')?.[1]

/** No plan of numbers needs more digits to tell its countries apart. */
const PREFIX = 8

/**
 * Finds countries by the prefix of a number, as ISO 3166 codes. What a file itself says of the country comes first.
 *
 * @throws {ConfigurationError} `missing_peer`, when libphonenumber-js is not installed.
 */
export const createCountryOf = (): CountryOf => {
  const { parsePhoneNumberFromString } = load()
  const known = new Map<string, string | null>()
  return ({ country, caller, destination }, exportType) => {
    if (country !== null) return country
    const digits = digitsOf(exportType.endsWith('_out') ? destination : caller)
    if (digits === undefined) return null
    const prefix = digits.slice(0, PREFIX)
    if (!known.has(prefix)) known.set(prefix, parsePhoneNumberFromString(`+${digits}`)?.country ?? null)
    return known.get(prefix) ?? null
  }
}
