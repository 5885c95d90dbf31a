import type { ApiVersion, ExportType } from '../api/types.js'
import type { Period } from '../periods/period.js'

/** What was found while rows were converted. */
export interface Counted {
  readonly rows: number
  readonly unknown_columns: readonly string[]
  /** The name of the layout that the header has. */
  readonly layout?: string | undefined
  /** Calls that start outside the period, if there are any. */
  readonly outside?: number | undefined
}

/** A file that was written. */
export interface Output {
  readonly bytes: number
  /** SHA-256 in hex. */
  readonly sha256: string
}

/** Rows that were read, and what was written of them. */
export interface Converted {
  readonly counted: Counted
  readonly output: Output
}

export interface Conversion {
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  /** When the calls should start. */
  readonly period?: Period | undefined
  /** Told how many rows are read. */
  readonly onRows: (rows: number) => void
  readonly signal: AbortSignal | undefined
}
