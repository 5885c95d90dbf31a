import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { FilterNames } from '../api/export-types.js'
import type { ExportType } from '../api/types.js'
import { PeriodError } from '../errors/period-error.js'
import { DAY_MS, formatPeriod, monthOf, type Period } from './period.js'

/**
 * Splits a period into the fewest periods that a version and type can ask for: one where the API takes two times,
 * else calendar months and, where there is a filter for them, days. The pieces follow one another without gap or
 * overlap.
 *
 * @throws {PeriodError} `not_expressible`, when no pieces add up to exactly this period.
 * @example
 * periodsFor('2021-12-15', 'cdr_in', parsePeriod('2026-09-01..2026-10-31')) // September and October
 */
export const periodsFor = <V extends ApiVersion>(
  apiVersion: V,
  exportType: ExportType<V>,
  period: Period,
): Period[] => {
  const names: FilterNames = facts[apiVersion].filters[exportType]
  if (takesTimes(names)) {
    if (period.from % 1000 === 0 && period.to % 1000 === 0) return [period]
    throw notExpressible(period, 'Ask for whole seconds.')
  }
  const pieces: Period[] = []
  for (let from = period.from; from < period.to;) {
    const piece = firstPiece(names, { from, to: period.to })
    if (!piece) {
      throw notExpressible(
        period,
        names.day === undefined ? 'Ask for whole calendar months.' : 'Ask for whole calendar months or days.',
      )
    }
    pieces.push(piece)
    from = piece.to
  }
  return pieces
}

/** Whether a version asks for the calls of a type by the two ends of a period. */
export const takesTimes = ({ from, to }: FilterNames): boolean => from !== undefined && to !== undefined

/** The longest piece of a period that starts with it and that one export can have. */
const firstPiece = (names: FilterNames, { from, to }: Period): Period | undefined => {
  const month = monthOf(from)
  if (names.month !== undefined && month.from === from && month.to <= to) return month
  const isDay = from % DAY_MS === 0 && from + DAY_MS <= to
  return names.day !== undefined && isDay ? { from, to: from + DAY_MS } : undefined
}

const notExpressible = (period: Period, hint: string): PeriodError =>
  new PeriodError('not_expressible', `No filter of this version and type asks for ${formatPeriod(period)} only`, {
    hint,
  })
