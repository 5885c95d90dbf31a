import { ExportsError } from './exports-error.js'

export type DownloadErrorCode = 'truncated' | 'corrupt' | 'too_large' | 'not_gzip'

/** A file is damaged; nothing stands under its final name. */
export class DownloadError extends ExportsError<DownloadErrorCode> {
  override readonly name = 'DownloadError'
}
