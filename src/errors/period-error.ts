import { ExportsError } from './exports-error.js'

export type PeriodErrorCode = 'malformed' | 'not_expressible' | 'outside_window' | 'in_future'

/** A period is malformed, outside the window, or cannot be expressed in the version; nothing was sent. */
export class PeriodError extends ExportsError<PeriodErrorCode> {
  override readonly name = 'PeriodError'
}
