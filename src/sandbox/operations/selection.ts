import { facts, type FilterMeaning } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import type { Selection } from '../calls/select.js'
import { Refusal } from '../refusal.js'
import type { Filters } from '../store.js'
import { filterError } from './explain.js'

/** The filters of a version and export type, by their meaning. */
export const filterNamesOf = (version: ApiVersion, type: string): FilterNames =>
  (facts[version].filters as Readonly<Record<string, FilterNames>>)[type] ?? {}

/** The calls that filters select. Filters other than period, number and trunk compare with the column of that name. */
export const selectionOf = (version: ApiVersion, type: string, filters: Filters): Selection => {
  const names = filterNamesOf(version, type)
  const meant = new Set<string>(Object.values(names))
  const did = names.did === undefined ? undefined : filters[names.did]
  const trunk = names.trunk === undefined ? undefined : filters[names.trunk]
  return {
    type,
    ...spanOf(filters, names),
    ...(did !== undefined && { did: String(did) }),
    ...(trunk !== undefined && { trunks: [trunk].flat().map(String) }),
    others: Object.fromEntries(
      Object.entries(filters)
        .filter(([name]) => !meant.has(name))
        .map(([name, value]) => [name, [value].flat().map(String)]),
    ),
  }
}

type FilterNames = { readonly [M in FilterMeaning]?: string }

interface Span {
  readonly from: number
  readonly to: number
}

const TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/

const refuse = (example: string, name: string, problem?: string): Refusal =>
  new Refusal(422, [filterError(example, name, problem)])

/** A time in UTC, `YYYY-MM-DD HH:MM:SS` or ISO 8601. */
const timeOf = (text: string, name: string): number => {
  const [, date = '', time = ''] = TIME.exec(text) ?? []
  const at = Date.parse(`${date}T${time}Z`)
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(date)) throw refuse('filter-not-valid', name)
  return at
}

const calendarSpan = (filters: Filters, { year = '', month = '', day = '' }: FilterNames): Span => {
  const [y, m] = [Number(filters[year]), Number(filters[month])]
  if (filters[day] === undefined) return { from: Date.UTC(y, m - 1, 1), to: Date.UTC(y, m, 1) }
  const d = Number(filters[day])
  const from = Date.UTC(y, m - 1, d)
  if (new Date(from).getUTCDate() !== d) throw refuse('filter-not-valid', day)
  return { from, to: Date.UTC(y, m - 1, d + 1) }
}

/** The span of time that filters select, by calendar or by two times. */
const spanOf = (filters: Filters, names: FilterNames): Span => {
  const { from, to } = names
  if (from === undefined || to === undefined) return calendarSpan(filters, names)
  return { from: timeOf(String(filters[from]), from), to: timeOf(String(filters[to]), to) }
}

/** Refuses a span outside the current and the two previous months, or in the future. The current month is allowed. */
export const checkSpan = ({ from, to }: Span, names: FilterNames, filters: Filters, now: number): void => {
  const date = new Date(now)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 2, 1)
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
  const isExact = names.from !== undefined
  const name = names.from ?? names.month ?? ''
  if (from < first || from >= end) throw refuse('outside-window', name)
  if (from >= to) throw refuse('filter-not-valid', name, `must be before ${names.to ?? ''}`)
  if (isExact && to > end) throw refuse('outside-window', names.to ?? '')
  if (isExact && to > now) throw refuse('filter-not-valid', names.to ?? '', 'must not be in the future')
  const byDay = names.day !== undefined && filters[names.day] !== undefined
  if (byDay && from > now) throw refuse('filter-not-valid', names.day ?? '', 'must not be in the future')
}

/** The filters as answers show them: as they came, with a space in times. */
export const shown = (given: Readonly<Record<string, unknown>>, { from, to }: FilterNames): Filters =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]): [string, Filters[string]] => {
      if (Array.isArray(value)) return [name, (value as unknown[]).map(String)]
      if (typeof value === 'number') return [name, value]
      const text = String(value)
      return [name, name === from || name === to ? text.replace(TIME, '$1 $2') : text]
    }),
  )
