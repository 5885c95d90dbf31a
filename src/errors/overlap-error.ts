import { ExportsError } from './exports-error.js'

/** Two units have calls in common, which would be counted twice. Nothing was sent. */
export class OverlapError extends ExportsError {
  override readonly name = 'OverlapError'

  constructor(asked: string, present: string) {
    super('overlap', `${asked} overlaps ${present}, which is there already`, {
      hint: 'Request only one of them, or use another directory or schema.',
    })
  }
}
