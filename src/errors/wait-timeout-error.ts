import { ExportsError } from './exports-error.js'

/** The export was not completed within `maxWait`. It continues; wait again with its id. */
export class WaitTimeoutError extends ExportsError {
  override readonly name = 'WaitTimeoutError'
  override readonly retryable = true
  /** The last answer seen. */
  readonly lastExport: { readonly id: string; readonly status: string }
  /** The time that was allowed, in milliseconds. */
  readonly maxWait: number

  constructor(lastExport: WaitTimeoutError['lastExport'], maxWait: number) {
    super('wait_timeout', `Export ${lastExport.id} is still ${lastExport.status} after ${maxWait} ms`, {
      hint: `The export continues by itself. Wait again with its id, ${lastExport.id}.`,
    })
    this.lastExport = lastExport
    this.conceal('lastExport')
    this.maxWait = maxWait
  }

  protected override fields(): Record<string, unknown> {
    return { exportId: this.lastExport.id, lastStatus: this.lastExport.status, maxWait: this.maxWait }
  }
}
