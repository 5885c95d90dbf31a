import type { ApiVersion } from '../../generated/versions.js'
import { monthSpan, parsePeriod, type Period } from '../client/period.js'
import { periodsFor } from '../client/periods-for.js'
import { parseTime } from '../client/time-text.js'
import type { ExportType } from '../client/types.js'
import { PeriodError } from '../errors/period-error.js'

/** A period as text, or by its two ends in ISO 8601, `to` exclusive. */
export type PlannedPeriod = string | { readonly from: string; readonly to: string }

const DAY = 86_400_000

const endOf = (text: string): number | undefined =>
  parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)

const read = (given: PlannedPeriod): Period => {
  if (typeof given === 'string') return parsePeriod(given)
  const { from, to } = { from: endOf(given.from), to: endOf(given.to) }
  if (from !== undefined && to !== undefined && from < to) return { from, to }
  throw new PeriodError('malformed', `The period from ${given.from} to ${given.to} cannot be read, or is empty`, {
    hint: 'Write both ends in UTC, such as 2026-10-05T12:00:00Z; the end is exclusive.',
  })
}

/** The next end of a month or day behind a time. */
const nextCut = (at: number, split: 'month' | 'day'): number => {
  const date = new Date(at)
  return split === 'day'
    ? Math.floor(at / DAY) * DAY + DAY
    : monthSpan(date.getUTCFullYear(), date.getUTCMonth() + 1).to
}

const cut = ({ from, to }: Period, split: 'month' | 'day'): Period[] => {
  const pieces: Period[] = []
  for (let at = from; at < to;) {
    const end = Math.min(to, nextCut(at, split))
    pieces.push({ from: at, to: end })
    at = end
  }
  return pieces
}

/** Periods cut where it is asked for, and where the version needs it; the pieces follow one another. */
export const periodsOf = (
  given: readonly PlannedPeriod[],
  exportType: string,
  apiVersion: ApiVersion | undefined,
  split: 'month' | 'day' | undefined,
): Period[] => {
  const asked = given.map(read)
  const by = split ?? (apiVersion === undefined ? 'month' : undefined)
  const pieces = by ? asked.flatMap((period) => cut(period, by)) : asked
  if (apiVersion === undefined) return pieces
  return pieces.flatMap((period) => periodsFor(apiVersion, exportType as ExportType<ApiVersion>, period))
}
