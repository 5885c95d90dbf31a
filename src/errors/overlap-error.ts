import { ExportsError } from './exports-error.js'

/** A target holds, or a plan has, another unit with some of the same calls, which would be there twice; nothing was sent. */
export class OverlapError extends ExportsError {
  override readonly name = 'OverlapError'

  constructor(asked: string, present: string) {
    super('overlap', `${asked} overlaps ${present}, which is there already`, {
      hint: 'Ask for one of them only, or use another directory or schema, so that no call is counted twice.',
    })
  }
}
