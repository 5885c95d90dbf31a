import type { TypeReport } from '../data.js'
import { bar } from './charts.js'
import { element, scrolling, table } from './elements.js'
import { cost, count, drawn } from './format.js'
import type { Named, Shown } from './shown.js'

/** What rankings are ordered by. */
export type Order = 'calls' | 'cost'

const TOP = 8

/** Rows with bars, the highest first; the rest behind them. */
export const ranking = (
  title: string,
  heading: string,
  rows: readonly { readonly name: string; readonly calls: number; readonly cost: bigint }[],
  { cost_columns, decimals }: TypeReport,
  order: Order,
): HTMLElement | null => {
  if (rows.length === 0 || (rows.length === 1 && rows[0]?.name === 'none')) return null
  const hasCost = cost_columns.length > 0
  const isByCost = hasCost && order === 'cost'
  const value = (row: { readonly calls: number; readonly cost: bigint }): number =>
    isByCost ? drawn(row.cost, decimals) : row.calls
  // What stands for many does not stand among them.
  const isOne = ({ name }: { readonly name: string }): boolean => name !== 'others'
  const sorted = [
    ...rows.filter(isOne).sort((one, other) => value(other) - value(one)),
    ...rows.filter((row) => !isOne(row)),
  ]
  const most = sorted.filter(isOne).reduce((found, row) => Math.max(found, value(row)), 0) || 1
  const headings = [heading, 'calls', ...(hasCost ? ['cost, USD'] : [])]
  const cells = (row: (typeof rows)[number], isDrawn: boolean): (string | Node)[] => {
    const drawnBar = (text: string): Node | string => (isDrawn ? bar(value(row) / most, text) : text)
    const calls = count(row.calls)
    const [first, second] = [isByCost ? calls : drawnBar(calls), hasCost ? cost(row.cost, decimals) : undefined]
    return [row.name, first, ...(second === undefined ? [] : [isByCost ? drawnBar(second) : second])]
  }
  const rest = sorted.slice(TOP)
  return element(
    'section',
    { class: 'figure' },
    element('h3', {}, `${title} by ${isByCost ? 'cost' : 'calls'}`),
    table(
      `${title}, the first ${TOP}`,
      headings,
      sorted.slice(0, TOP).map((row) => cells(row, true)),
    ),
    rest.length === 0
      ? null
      : element(
          'details',
          {},
          element('summary', {}, `${count(rest.length)} more ${title.toLowerCase().replace('dids', 'DIDs')}`),
          scrolling(
            `More ${title}`,
            table(
              `More ${title}`,
              headings,
              rest.map((row) => cells(row, false)),
            ),
          ),
        ),
  )
}

export const rowsOf = (groups: readonly Named[]): { name: string; calls: number; cost: bigint }[] =>
  groups.map(({ name, sum }) => ({ name, calls: sum.calls, cost: sum.cost }))

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** The name of a country for its code of two letters. */
export const inWords = ({ name, sum }: Named): Named => ({
  name: /^[A-Z]{2}$/.test(name) ? (regions.of(name) ?? name) : name,
  sum,
})

export const codes = (shown: Shown): HTMLElement | null => {
  if (shown.codes.every(({ name }) => name === 'none')) return null
  const most = shown.codes[0]?.calls ?? 1
  return element(
    'section',
    { class: 'figure codes' },
    element('h3', {}, 'How calls ended'),
    table(
      'Disconnect codes',
      ['code', 'meaning', 'calls'],
      shown.codes.slice(0, 12).map(({ name, reason, calls }) => [name, reason, bar(calls / most, count(calls))]),
    ),
  )
}
