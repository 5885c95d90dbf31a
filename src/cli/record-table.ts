import { cell, formatTable } from './print.js'
import { wrap } from './terminal.js'

/** Longest text of a cell. */
const CELL = 24

const short = (value: unknown): string => {
  const text = cell(value)
  return text.length <= CELL ? text : `${text.slice(0, CELL - 1)}…`
}

/** The first time of a call comes first; the other times, which differ little, come last. */
const inOrder = (properties: readonly Column[]): string[] => {
  const times = properties.filter(({ kind }) => kind === 'timestamp')
  const others = properties.filter(({ kind }) => kind !== 'timestamp')
  return [...times.slice(0, 1), ...others, ...times.slice(1)].map(({ property }) => property)
}

interface Column {
  readonly property: string
  readonly kind: string
}

/**
 * Records as a table of at most `width` columns. Columns that are empty in every row are left out; those that do not
 * fit are listed below.
 */
export const formatRecords = (records: readonly object[], columns: readonly Column[], width: number): string => {
  const rows = records.map((record) => record as Record<string, unknown>)
  const telling = inOrder(columns).filter(
    (name) => rows.length === 0 || rows.some((row) => row[name] !== null && row[name] !== undefined),
  )
  const shown: string[] = []
  let used = 0
  for (const name of telling) {
    const column = Math.max(name.length, ...rows.map((row) => short(row[name]).length))
    if (shown.length > 0 && used + column > width) break
    shown.push(name)
    used += column + 2
  }
  const table = formatTable(
    shown,
    rows.map((row) => shown.map((name) => short(row[name]))),
  )
  const left = telling.slice(shown.length)
  return left.length === 0 ? table : `${table}\n${wrap(`and ${left.join(', ')}`, width).join('\n')}`
}
