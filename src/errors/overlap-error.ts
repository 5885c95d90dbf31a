import { ExportsError } from './exports-error.js'

/** A directory already holds calls of another unit that would be there twice; nothing was sent. */
export class OverlapError extends ExportsError {
  override readonly name = 'OverlapError'

  constructor(asked: string, present: string) {
    super('overlap', `${asked} overlaps ${present}, which is in the directory already`, {
      hint: 'Use another directory, so that no call is counted twice.',
    })
  }
}
