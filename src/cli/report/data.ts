/**
 * What a report shows, as its page gets it. Names are kept once and referred to by their place; everything else is
 * sums, so that a page of a million calls stays small.
 */
export interface ReportData {
  /** When it was made, ISO 8601 in UTC. */
  readonly made: string
  /** Whose days and hours they are. */
  readonly time_zone: string
  readonly is_masked: boolean
  /** What a reader has to know before the numbers: what is provisional, missing or not known. */
  readonly notes: readonly string[]
  readonly types: readonly TypeReport[]
}

/** The calls of one export type. */
export interface TypeReport {
  readonly export_type: string
  /** The columns that cost is the sum of; none when the layout does not have them. */
  readonly cost_columns: readonly string[]
  /** Whether the columns of a file are not all known. */
  readonly is_known_in_part: boolean
  readonly has_durations: boolean
  /** Decimals of all costs: 12 with two decimals is USD 0.12. */
  readonly decimals: number
  readonly accounts: readonly Name[]
  /** Months, as `2026-10`. */
  readonly months: readonly Name[]
  readonly dids: readonly Name[]
  readonly trunks: readonly Name[]
  readonly countries: readonly Name[]
  /** Codes with which calls ended, and what their files say of them. */
  readonly codes: readonly (readonly [code: Name, reason: string | null])[]
  readonly cells: readonly Cell[]
  /** Whether `callers` were chosen from all; with very many, from those that came first. */
  readonly are_callers_whole: boolean
  /** Callers with the most calls or the highest cost, of all calls of the type. */
  readonly callers: readonly (readonly [name: Name, calls: number, cost: Units])[]
}

/** A text of the calls; null for calls without one. */
export type Name = string | null

/** A whole number; a text where a number is not exact. */
export type Units = number | string

/** The place of a DID or trunk that is not shown by itself. */
export const OTHERS = -1

/** Calls, answered ones, seconds, and cost in units of the type's decimals. */
export type Sums = readonly [calls: number, answered: number, seconds: number, cost: Units]

/** What a cell is of: places in the lists of its type. */
export type Place = readonly [account: number, month: number, did: number, trunk: number]

/** The calls that have account, month, DID and trunk in common. */
export interface Cell {
  readonly of: Place
  /** By day of the month; 0 for calls without a start. */
  readonly days: readonly (readonly [day: number, ...Sums])[]
  /** By hour of the week, from 0 for the first of Monday to 167: calls and answered ones. */
  readonly hours: readonly (readonly number[])[]
  /** Places of codes, and calls. */
  readonly codes: readonly (readonly number[])[]
  /** Answered calls by the bounds of `LENGTHS`; the last are longer. */
  readonly lengths: readonly number[]
  readonly countries: readonly (readonly [country: number, ...Sums])[]
}

/** Upper bounds of the lengths of calls, in seconds. */
export const LENGTHS = [5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600] as const
