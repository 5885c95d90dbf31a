import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { FilterNames } from '../api/export-types.js'
import type { ExportType } from '../api/types.js'
import { PeriodError } from '../errors/period-error.js'
import { dayOf, formatPeriod, monthOf, type Period } from './period.js'
import type { TimeZone } from './time-zone.js'

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
  const pieces = exactPieces(names, period)
  if (pieces) return pieces
  if (takesTimes(names)) throw notExpressible(period, 'Ask for whole seconds.')
  const units = names.day === undefined ? 'months' : 'months or days'
  throw notExpressible(period, `Ask for whole calendar ${units}.`)
}

/** The fewest periods that can be asked for and that add up to exactly this one, if there are such. */
const exactPieces = (names: FilterNames, period: Period): Period[] | undefined => {
  if (takesTimes(names)) return period.from % 1000 === 0 && period.to % 1000 === 0 ? [period] : undefined
  const pieces: Period[] = []
  for (let from = period.from; from < period.to;) {
    const piece = firstPiece(names, { from, to: period.to })
    if (!piece) return undefined
    pieces.push(piece)
    from = piece.to
  }
  return pieces
}

/**
 * Splits a period of a time zone into pieces that an export each can cover; without a zone it is `periodsFor`. Where
 * the API takes months and days only, the calls of a piece are those of a month or day that start within it. The pieces
 * follow one another, and end where calendar months end in UTC. A piece that touches two days asks for both rather than
 * for a month, which has fifteen times as many calls.
 *
 * @throws {PeriodError} `not_expressible`, when a period has parts of a second, or is in UTC and no pieces add up to it.
 */
export const piecesFor = <V extends ApiVersion>(
  apiVersion: V,
  exportType: ExportType<V>,
  period: Period,
  zone: TimeZone | undefined,
): Period[] => {
  const names: FilterNames = facts[apiVersion].filters[exportType]
  if (!zone || takesTimes(names)) return periodsFor(apiVersion, exportType, period)
  return (
    exactPieces(names, period) ??
    splitAt(period, (at) => monthOf(at).to).flatMap((piece) => {
      const days = splitAt(piece, (at) => dayOf(at).to)
      return names.day !== undefined && days.length === 2 ? days : [piece]
    })
  )
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
  const day = dayOf(from)
  return names.day !== undefined && day.from === from && day.to <= to ? day : undefined
}

const notExpressible = (period: Period, hint: string): PeriodError =>
  new PeriodError('not_expressible', `No filter of this version and type asks for ${formatPeriod(period)} only`, {
    hint,
  })
