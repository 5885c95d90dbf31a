import { type ErrorDetails, ExportsError } from './exports-error.js'

type PeriodErrorCode =
  | 'malformed'
  | 'not_expressible'
  | 'outside_window'
  | 'in_future'
  | 'unknown_time_zone'
  | 'no_such_time'
  | 'ambiguous_time'

/** A period is malformed, outside the API's window, or not expressible in the API version. Nothing was sent. */
export class PeriodError extends ExportsError {
  override readonly name = 'PeriodError'
  declare readonly code: PeriodErrorCode

  constructor(code: PeriodErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details)
  }
}
