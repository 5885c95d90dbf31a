import { type ErrorDetails, ExportsError } from './exports-error.js'

type DownloadErrorCode = 'truncated' | 'corrupt' | 'too_large' | 'not_gzip'

/** A downloaded file is damaged. It did not get its final name. */
export class DownloadError extends ExportsError {
  override readonly name = 'DownloadError'
  declare readonly code: DownloadErrorCode

  constructor(code: DownloadErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details)
  }
}
