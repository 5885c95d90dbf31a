import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { FilterNames } from '../api/export-types.js'
import type { ExportType } from '../api/types.js'
import { PeriodError } from '../errors/period-error.js'
import { DAY_MS, dayOf, formatPeriod, monthOf, type Period } from './period.js'

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

/**
 * Splits a period into pieces that an export each can cover, and more: where the API takes months and days only, the
 * calls of a piece are those of a month or day that start within it. The pieces follow one another, and end where
 * calendar months end in UTC. A piece that touches two days asks for both rather than for a month, which has fifteen
 * times as many calls.
 *
 * @throws {PeriodError} `not_expressible`, when a period has parts of a second.
 */
export const piecesFor = <V extends ApiVersion>(apiVersion: V, exportType: ExportType<V>, period: Period): Period[] => {
  const names: FilterNames = facts[apiVersion].filters[exportType]
  if (takesTimes(names) || isExpressible(apiVersion, exportType, period)) {
    return periodsFor(apiVersion, exportType, period)
  }
  return splitAt(period, (at) => monthOf(at).to).flatMap((piece) => {
    const days = splitAt(piece, (at) => dayOf(at).to)
    return names.day !== undefined && days.length === 2 ? days : [piece]
  })
}

const isExpressible = <V extends ApiVersion>(apiVersion: V, exportType: ExportType<V>, period: Period): boolean => {
  try {
    return periodsFor(apiVersion, exportType, period).length > 0
  } catch {
    return false
  }
}

/** Cuts a period; `next` says where the part that contains a time ends. */
export const splitAt = ({ from, to }: Period, next: (at: number) => number): Period[] => {
  const pieces: Period[] = []
  for (let at = from; at < to;) {
    const end = Math.min(to, next(at))
    pieces.push({ from: at, to: end })
    at = end
  }
  return pieces
}

/**
 * The period that an export has to be asked for, to have all calls of a piece: the piece itself, else the day or month
 * that contains it.
 *
 * @throws {PeriodError} `not_expressible`, when no export of this version covers it.
 */
export const coverOf = <V extends ApiVersion>(apiVersion: V, exportType: ExportType<V>, piece: Period): Period => {
  const names: FilterNames = facts[apiVersion].filters[exportType]
  if (takesTimes(names)) return piece
  const covers = [...(names.day === undefined ? [] : [dayOf(piece.from)]), monthOf(piece.from)]
  const cover = covers.find(({ from, to }) => from <= piece.from && piece.to <= to)
  if (cover !== undefined) return cover
  throw notExpressible(piece, 'Ask for one calendar month or a part of it.')
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
