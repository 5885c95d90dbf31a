import type { Cells } from '../../generated/rows.js'
import type { FileColumn } from './header.js'
import type { RowGroup } from './row-group.js'
import type { RowSink } from './row-sink.js'

/** Makes a record of a row. */
export type BuildRow = (cells: Cells) => object

/** Makes the record of the current row of a group, with `other` if there is anything for it. */
export const recordMaker = (columns: readonly FileColumn[], build: BuildRow): ((group: RowGroup) => object) => {
  const unknown = columns.flatMap(({ name, property }, column) => (property === undefined ? [{ name, column }] : []))
  const withOther = (record: object, group: RowGroup): object => {
    const other: [string, string | null][] = unknown.map(({ name, column }) => [name, group.column(column)])
    // `fromEntries` keeps a column named __proto__ as a plain property.
    return { ...record, other: Object.fromEntries([...other, ...Object.entries(group.invalid ?? {})]) }
  }
  return (group) => {
    const record = build(group)
    return unknown.length === 0 && group.invalid === undefined ? record : withOther(record, group)
  }
}

/** Collects records. */
export class RecordRows implements RowSink<object[]> {
  readonly #make: (group: RowGroup) => object
  #rows: object[] = []

  constructor(columns: readonly FileColumn[], build: BuildRow) {
    this.#make = recordMaker(columns, build)
  }

  add(group: RowGroup): void {
    this.#rows.push(this.#make(group))
  }

  take(): object[] | undefined {
    if (this.#rows.length === 0) return undefined
    const rows = this.#rows
    this.#rows = []
    return rows
  }
}
