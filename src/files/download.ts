import { DownloadError } from '../errors/download-error.js'
import { ExportsError } from '../errors/exports-error.js'
import { RateLimitError } from '../errors/rate-limit-error.js'
import { millisecondsOf, retriesOf } from '../client/settings.js'
import { backoffMs } from '../http/backoff.js'
import type { Limiter } from '../http/limiter.js'
import { fileUrl } from './file-url.js'
import { checkTarget, openPart, type PartFile } from './part-file.js'
import { type DownloadProgress, spool, type SpoolSettings } from './spool.js'
import { verifyGzip } from './verify-gzip.js'

/** How to bring a file to disk. */
export interface DownloadOptions {
  /** Path of the file to write. */
  readonly to: string
  /**
   * Whether a file of that name is replaced.
   * @default false
   */
  readonly overwrite?: boolean | undefined
  /** Told of every piece that has come to disk. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Ends the download; its reason is thrown as it is, and nothing is left behind. */
  readonly signal?: AbortSignal | undefined
  /**
   * Longest silence, in milliseconds.
   * @default the client's `timeout`
   */
  readonly timeout?: number | undefined
  /**
   * How often to begin again after a lost connection, a server's fault or damage on the way.
   * @default the client's `maxRetries`
   */
  readonly maxRetries?: number | undefined
}

/** A file on disk, verified to its gzip trailer. */
export interface DownloadedFile {
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the file in hex. */
  readonly sha256: string
}

export interface DownloadSettings extends SpoolSettings {
  readonly random: () => number
  readonly maxRetries: number
  /** A file is a request of the key too. */
  readonly limiter: Limiter
  /** Longest pause that a server may ask for, in milliseconds. */
  readonly totalTimeout: number
}

/** Damage on the way is worth another try, as a lost connection is; a full disk is not. */
const isWorthAnotherTry = (error: unknown): error is ExportsError =>
  (error instanceof ExportsError && error.retryable) ||
  (error instanceof DownloadError && (error.code === 'truncated' || error.code === 'corrupt'))

/** Brings a file to disk under its final name: whole and verified, or not at all. */
export const downloadFile = async (
  settings: DownloadSettings,
  url: string,
  options: DownloadOptions,
): Promise<DownloadedFile> => {
  const { to, overwrite = false, signal } = options
  const maxRetries = retriesOf(options.maxRetries ?? settings.maxRetries)
  const timeout = millisecondsOf('timeout', options.timeout ?? settings.timeout)
  const from = fileUrl(url, settings)
  await checkTarget(to, overwrite)
  for (let attempt = 0; ; attempt += 1) {
    await settings.limiter.acquire(signal)
    const part = await openPart(to, overwrite)
    try {
      return await transfer({ ...settings, timeout }, from, part, options)
    } catch (error) {
      await part.discard()
      if (attempt === maxRetries || !isWorthAnotherTry(error)) throw error
      const asked = error instanceof RateLimitError ? error.retryAfterMs : undefined
      if (error instanceof RateLimitError) settings.limiter.pause(asked ?? 1000)
      if (asked !== undefined && asked > settings.totalTimeout) throw error
      await settings.clock.sleep(asked ?? backoffMs(attempt, settings.random), signal)
    }
  }
}

const transfer = async (
  settings: DownloadSettings,
  from: URL,
  part: PartFile,
  { to, signal, onProgress }: DownloadOptions,
): Promise<DownloadedFile> => {
  await spool(settings, from, part, signal, onProgress)
  await verifyGzip(part.path, undefined, signal)
  await part.commit()
  return { path: to, bytes: part.bytes, sha256: part.digest() }
}
