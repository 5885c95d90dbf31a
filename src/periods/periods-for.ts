import { facts, type FilterMeaning } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { ExportType } from '../api/types.js'
import { PeriodError } from '../errors/period-error.js'
import { formatPeriod, monthSpan, type Period } from './period.js'

type Names = { readonly [M in FilterMeaning]?: string | undefined }

const DAY = 86_400_000

/** Whether a version and type ask for a period by its two ends. */
export const takesTimes = ({ from, to }: Names): boolean => from !== undefined && to !== undefined

/** The longest piece that begins at `from`, does not go beyond `to` and can be asked for. */
const firstPiece = (names: Names, { from, to }: Period): Period | undefined => {
  const date = new Date(from)
  const month = monthSpan(date.getUTCFullYear(), date.getUTCMonth() + 1)
  if (names.month !== undefined && month.from === from && month.to <= to) return month
  const isDay = from % DAY === 0 && from + DAY <= to
  return names.day !== undefined && isDay ? { from, to: from + DAY } : undefined
}

/**
 * Splits a period into the fewest that a version and type can ask for: one where the API takes two
 * times, else calendar months and, where there is such a filter, days. The pieces follow one another
 * without gap or overlap.
 *
 * @throws {PeriodError} `not_expressible`, when no pieces make up exactly this period.
 * @example
 * periodsFor('2021-12-15', 'cdr_in', parsePeriod('2026-09-01..2026-10-31')) // September and October
 */
export const periodsFor = <V extends ApiVersion>(
  apiVersion: V,
  exportType: ExportType<V>,
  period: Period,
): Period[] => {
  const names: Names = facts[apiVersion].filters[exportType]
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

const notExpressible = (period: Period, hint: string): PeriodError =>
  new PeriodError('not_expressible', `No filter of this version and type asks for ${formatPeriod(period)} only`, {
    hint,
  })
