import { type ErrorDetails, ExportsError } from './exports-error.js'

interface RecordPosition extends ErrorDetails {
  /** Line of the file on which the record begins, counted from 1; the header is line 1. */
  readonly line?: number | undefined
  /** Name of the column in the header. */
  readonly column?: string | undefined
}

/** A CSV file does not have the form of its API version and export type. */
export class RecordFormatError extends ExportsError {
  override readonly name = 'RecordFormatError'
  /** Line of the file on which the record begins, counted from 1; the header is line 1. */
  readonly line: number | undefined
  /** Name of the column in the header. */
  readonly column: string | undefined

  /** @param code - For example `unknown_layout`, `ragged_row`, `invalid_value`, `unterminated_quote`. */
  constructor(code: string, message: string, position: RecordPosition = {}) {
    super(code, message, position)
    this.line = position.line
    this.column = position.column
  }

  protected override fields(): Record<string, unknown> {
    return { line: this.line, column: this.column }
  }
}
