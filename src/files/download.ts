import { stat } from 'node:fs/promises'
import { millisecondsOf, retriesOf } from '../client/settings.js'
import { checkTarget } from '../disk/part-file.js'
import { sha256Of } from '../disk/read-file.js'
import { onDisk } from '../disk/storage.js'
import { RateLimitError, ServerError } from '../errors/api-error.js'
import { DownloadError } from '../errors/download-error.js'
import { ExportsError } from '../errors/exports-error.js'
import { type Failure, type Outcome, type RetrySettings, withRetries } from '../http/retry.js'
import { lockDownload } from './download-lock.js'
import { type Follow, followToEnd, GrowingFile } from './growing-file.js'
import { openResumable, type ResumablePart } from './resumable-part.js'
import { fileUrl } from './source.js'
import { type DownloadProgress, transfer, type TransferSettings } from './transfer.js'
import { verifiedText } from './verify-gzip.js'

/** How to download a file. */
export interface DownloadOptions {
  /** Path of the file to write. */
  readonly to: string
  /**
   * Whether to replace a file of that name.
   * @default false
   */
  readonly overwrite?: boolean | undefined
  /** Called for every piece that is on disk. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /**
   * Aborts the download; its reason is thrown as it is. What has arrived is kept as `NAME.part` when the server gave a
   * strong validator, so that the next download to this name resumes; otherwise nothing is left behind.
   */
  readonly signal?: AbortSignal | undefined
  /**
   * Longest silence, in milliseconds.
   * @default the client's `timeout`
   */
  readonly timeout?: number | undefined
  /**
   * Longest pause that a server may ask for before a retry, in milliseconds. The transfer itself has no limit.
   * @default the client's `totalTimeout`
   */
  readonly totalTimeout?: number | undefined
  /**
   * How often to retry at most after a lost connection, a server error or damage on the way. Retries of calls and
   * downloads share the budget of the client.
   * @default the client's `maxRetries`
   */
  readonly maxRetries?: number | undefined
  /** Additional headers for the API's own origin. Headers that the client sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Reads the text of the file while it arrives. The text is provisional until the download is done.
   *
   * @internal
   */
  readonly follow?: Follow | undefined
}

/** A file on disk, verified to its gzip trailer. */
export interface DownloadedFile {
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the file in hex. */
  readonly sha256: string
}

export interface DownloadSettings extends Omit<TransferSettings, 'attempt'>, RetrySettings {
  readonly maxRetries: number
  /** Longest pause that a server may ask for, in milliseconds. */
  readonly totalTimeout: number
}

/** A file to download. */
interface Wanted {
  /** Id of the export. */
  readonly id: string
  readonly url: string
}

/**
 * Downloads a file to its final name: whole and verified, or not at all. Lost connections and damage on the way are
 * retried, from where the file stopped when the server allows it.
 */
export const downloadFile = async (
  settings: DownloadSettings,
  { id, url }: Wanted,
  options: DownloadOptions,
): Promise<DownloadedFile> => {
  const { to, overwrite = false, signal } = options
  const maxRetries = retriesOf(options.maxRetries ?? settings.maxRetries)
  const timeout = millisecondsOf('timeout', options.timeout ?? settings.timeout)
  const totalTimeout = millisecondsOf('totalTimeout', options.totalTimeout ?? settings.totalTimeout)
  const from = fileUrl(url, settings)
  await checkTarget(to, overwrite)
  await using lock = await lockDownload(to, `${id} ${from.href}`, settings.clock, signal)
  if (lock.isThere) return await present(to)
  return await withRetries(settings, {
    method: 'GET',
    url: from,
    signal,
    maxRetries,
    maxPauseMs: totalTimeout,
    // A download has no time limit, but the server must not ask for too long a pause.
    hasTimeFor: (_delayMs, askedMs = 0) => askedMs <= totalTimeout,
    failureOf,
    attempt: async (attempt) => {
      await settings.limiter.acquire(signal)
      signal?.throwIfAborted()
      const part = await openResumable(to, id, overwrite, lock.confirm)
      try {
        return await downloadOnce({ ...settings, timeout, attempt }, from, id, part, options)
      } catch (error) {
        await (canResume(part, error, signal) ? part.keep() : part.discard())
        throw error
      }
    },
  })
}

/** Damage on the way is worth another attempt, as a lost connection is; a full disk is not. */
const failureOf = (outcome: Outcome<DownloadedFile>): Failure | undefined => {
  if (outcome.isAnswered) return undefined
  const { error } = outcome
  const isDamage = error instanceof DownloadError && (error.code === 'truncated' || error.code === 'corrupt')
  const asked = error instanceof RateLimitError || error instanceof ServerError ? error.retryAfterMs : undefined
  return {
    reason: error instanceof ExportsError ? error.code : 'error',
    isRetryable: isDamage || (error instanceof ExportsError && error.retryable),
    isRateLimited: error instanceof RateLimitError,
    retryAfterMs: asked,
  }
}

/** Whether the next attempt can resume: bytes are only known to be wrong once the end of the file was reached. */
const canResume = ({ bytes, note }: ResumablePart, error: unknown, signal: AbortSignal | undefined): boolean => {
  if (!note || bytes === 0 || bytes >= (note.total ?? Infinity)) return false
  if (error instanceof DownloadError) return error.code === 'truncated'
  return signal?.aborted === true || (error instanceof ExportsError && error.retryable)
}

/** The file that another download has just finished. */
const present = async (path: string): Promise<DownloadedFile> => {
  const { size } = await onDisk('read', path, () => stat(path))
  return { path, bytes: size, sha256: await sha256Of(path) }
}

/** Transfers and verifies at the same time, so that damage ends the transfer at once. */
const downloadOnce = async (
  settings: TransferSettings,
  from: URL,
  id: string,
  part: ResumablePart,
  { to, signal, onProgress, follow }: DownloadOptions,
): Promise<DownloadedFile> => {
  const damage = new AbortController()
  const either = signal ? AbortSignal.any([signal, damage.signal]) : damage.signal
  const growing = new GrowingFile(part.path)
  const verified = followToEnd(verifiedText(part.path, growing.pieces()), part.digest, follow)
  verified.catch((error: unknown) => damage.abort(error))
  try {
    await transfer(settings, from, id, part, either, { onBytes: (bytes) => growing.grow(bytes), onProgress })
    growing.end()
  } catch (error) {
    growing.fail(error)
    await verified.catch(() => undefined)
    throw error
  }
  await verified
  signal?.throwIfAborted()
  await part.commit()
  return { path: to, bytes: part.bytes, sha256: part.digest() }
}
