import { parseTime } from '../client/time-text.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import type { Unit } from './unit.js'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const TYPE = /^[a-z][a-z0-9_]{0,31}$/

const invalid = (why: string): ConfigurationError => new ConfigurationError('invalid_unit', `This is no unit: ${why}`)

const textOf = (name: string, value: unknown, form: RegExp, words: string): string => {
  if (typeof value === 'string' && form.test(value)) return value
  throw invalid(`${name} must be ${words}`)
}

const timeOf = (name: string, value: unknown): string => {
  const at = typeof value === 'string' ? parseTime(value) : undefined
  if (at !== undefined) return new Date(at).toISOString().replace('.000Z', 'Z')
  throw invalid(`${name} must be a time in UTC such as 2026-10-01T00:00:00Z`)
}

const filterOf = (value: unknown = {}): Unit['filter'] => {
  const pairs = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined
  const isFilter = pairs?.every(
    ([name, text]) => TYPE.test(name.replaceAll('.', '_')) && typeof text === 'string' && text !== '',
  )
  if (pairs && isFilter) return Object.fromEntries(pairs as [string, string][])
  throw invalid('filter must be an object of texts')
}

/**
 * A unit as it came from outside, checked, its times written as its key wants them; members that are not part
 * of its identity are left out.
 *
 * @throws {ConfigurationError} `invalid_unit`, saying what is wrong.
 */
export const checkUnit = (value: unknown): Unit => {
  if (typeof value !== 'object' || value === null) throw invalid(printable(String(value), 60))
  const { account, export_type, from, to, filter } = value as Partial<Unit>
  const unit: Unit = {
    account: textOf('account', account, NAME, 'a name of letters, digits, dots, dashes and underlines'),
    export_type: textOf('export_type', export_type, TYPE, 'a kind of export such as cdr_in'),
    from: timeOf('from', from),
    to: timeOf('to', to),
    filter: filterOf(filter),
  }
  if (unit.from >= unit.to) throw invalid('it must end after it begins')
  return unit
}
