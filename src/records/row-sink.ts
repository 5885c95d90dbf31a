import type { FileColumn } from './header.js'
import type { RowGroup } from './row-group.js'

/** What is made of rows, piece by piece. */
export interface RowSink<T> {
  /** Adds the current row of a group. */
  add: (group: RowGroup) => void
  /** What was made of the rows since the last time; nothing when there were none. */
  take: () => T | undefined
}

/** Begins once the header says what the columns are. */
export type CreateSink<T> = (columns: readonly FileColumn[]) => RowSink<T>
