import { rowBuilders } from '../../../generated/rows.js'
import { columnsOf } from '../../../src/records/columns-of.js'
import type { BenchLayout } from './calls.js'

/** Sums over the records: cheap enough not to matter, and enough to find a reader that is wrong. */
export interface Tally {
  rows: number
  seconds: number
  chars: number
}

export interface Reading {
  readonly path: string
  readonly layout: BenchLayout
  /** Called with every record, in order. */
  readonly take: (record: Record<string, unknown>) => void
}

/** Computes the sums, which must be the same for every reader. */
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
 * The converter that every peer uses, from texts to the same typed record as ours. Unlike our decoder it does not check
 * times and numbers.
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
