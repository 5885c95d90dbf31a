import { rowBuilders } from '../../../generated/rows.js'
import { columnsOf } from '../../../src/records/columns-of.js'
import type { BenchLayout } from './calls.js'

/** What is counted of the records while they are read: too little to weigh, enough to tell a wrong reader. */
export interface Tally {
  rows: number
  seconds: number
  chars: number
}

export interface Reading {
  readonly path: string
  readonly layout: BenchLayout
  /** Given every record, in order. */
  readonly take: (record: Record<string, unknown>) => void
}

/** Counts what every reader must find the same. */
export const tallying = (layout: BenchLayout): { tally: Tally; take: Reading['take'] } => {
  const tally: Tally = { rows: 0, seconds: 0, chars: 0 }
  const duration = columnsOf(layout.apiVersion, layout.exportType).find(({ kind }) => kind === 'integer')?.property
  const take: Reading['take'] = (record) => {
    tally.rows += 1
    tally.seconds += Number(record[duration ?? ''] ?? 0)
    tally.chars += lengthOf(record['source']) + lengthOf(record['response']) + lengthOf(record['date_time_end_utc'])
  }
  return { tally, take }
}

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0)

const timestamp = (text: string): string | null => (text === '' ? null : `${text.slice(0, 10)}T${text.slice(11)}Z`)

/**
 * The converter that every peer is given: texts in, the same typed record out. It believes that times and numbers
 * are what they should be, which our decoder checks.
 */
export const converter = ({
  apiVersion,
  exportType,
}: BenchLayout): ((fields: readonly string[]) => Record<string, unknown>) => {
  const build = rowBuilders[apiVersion][exportType]
  let fields: readonly string[] = []
  const text = (place: number): string | null => fields[place] || null
  const cells = {
    timestamp: (place: number) => timestamp(fields[place] ?? ''),
    integer: (place: number) => (fields[place] ? Number(fields[place]) : null),
    decimal: text,
    string: text,
  }
  return (row) => {
    fields = row
    return build(cells)
  }
}
