import { stat } from 'node:fs/promises'
import { millisecondsOf, retriesOf } from '../client/settings.js'
import { checkTarget } from '../disk/part-file.js'
import { sha256Of } from '../disk/read-file.js'
import { onDisk } from '../disk/storage.js'
import { RateLimitError, ServerError } from '../errors/api-error.js'
import { DownloadError } from '../errors/download-error.js'
import { ExportsError } from '../errors/exports-error.js'
import type { Limiter } from '../http/limiter.js'
import { backoffMs } from '../http/retry.js'
import { lockDownload } from './download-lock.js'
import { type Follow, followToEnd, GrowingFile } from './growing-file.js'
import { openResumable, type ResumablePart } from './resumable-part.js'
import { fileUrl } from './source.js'
import { type DownloadProgress, spool, type SpoolSettings } from './spool.js'
import { verifiedText } from './verify-gzip.js'

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
  /**
   * Ends the download; its reason is thrown as it is. What has come is kept as `NAME.part` when the server gave
   * it a strong validator, so that the next download to this name can go on; otherwise nothing is left behind.
   */
  readonly signal?: AbortSignal | undefined
  /**
   * Longest silence, in milliseconds.
   * @default the client's `timeout`
   */
  readonly timeout?: number | undefined
  /**
   * Longest pause that a server may ask for before the next try, in milliseconds; a file itself may take as long as
   * it takes.
   * @default the client's `totalTimeout`
   */
  readonly totalTimeout?: number | undefined
  /**
   * How often to begin again after a lost connection, a server's fault or damage on the way.
   * @default the client's `maxRetries`
   */
  readonly maxRetries?: number | undefined
  /** Further headers, for the API's own origin. Those the client sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Reads the text of the file while it arrives; provisional until the download is done.
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

export interface DownloadSettings extends Omit<SpoolSettings, 'attempt'> {
  readonly random: () => number
  readonly maxRetries: number
  /** A file is a request of the key too. */
  readonly limiter: Limiter
  /** Longest pause that a server may ask for, in milliseconds. */
  readonly totalTimeout: number
}

/** A file to bring to disk. */
interface Wanted {
  /** Id of the export. */
  readonly id: string
  readonly url: string
}

/** Damage on the way is worth another try, as a lost connection is; a full disk is not. */
const isWorthAnotherTry = (error: unknown): error is ExportsError =>
  (error instanceof ExportsError && error.retryable) ||
  (error instanceof DownloadError && (error.code === 'truncated' || error.code === 'corrupt'))

/** Whether what is there can be gone on with: it may be wrong only if its end has come. */
const canGoOn = ({ bytes, note }: ResumablePart, error: unknown, signal: AbortSignal | undefined): boolean => {
  if (!note || bytes === 0 || bytes >= (note.total ?? Infinity)) return false
  if (error instanceof DownloadError) return error.code === 'truncated'
  return signal?.aborted === true || (error instanceof ExportsError && error.retryable)
}

/** Brings a file to disk under its final name: whole and verified, or not at all. */
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
  await using turn = await lockDownload(to, `${id} ${from.href}`, signal)
  if (turn.isThere) return await present(to)
  for (let attempt = 0; ; attempt += 1) {
    await settings.limiter.acquire(signal)
    signal?.throwIfAborted()
    const part = await openResumable(to, id, overwrite)
    try {
      return await transfer({ ...settings, timeout, attempt: attempt + 1 }, from, id, part, options)
    } catch (error) {
      await (canGoOn(part, error, signal) ? part.keep() : part.discard())
      if (attempt === maxRetries || !isWorthAnotherTry(error)) throw error
      const isLimit = error instanceof RateLimitError
      const asked = isLimit || error instanceof ServerError ? error.retryAfterMs : undefined
      if (isLimit) settings.limiter.pause(Math.min(asked ?? 1000, totalTimeout))
      if (asked !== undefined && asked > totalTimeout) throw error
      const delay = asked ?? backoffMs(attempt, settings.random)
      const address = { method: 'GET', url: from.origin + from.pathname }
      settings.observe.retry({ ...address, attempt: attempt + 1, delay, reason: error.code })
      await settings.clock.sleep(delay, signal)
    }
  }
}

/** The file as another download has just put it there. */
const present = async (path: string): Promise<DownloadedFile> => {
  const { size } = await onDisk('read', path, () => stat(path))
  return { path, bytes: size, sha256: await sha256Of(path) }
}

/** Spools and verifies at the same time: what is found to be damaged is not waited for to its end. */
const transfer = async (
  settings: SpoolSettings,
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
    await spool(settings, from, id, part, either, { onBytes: (bytes) => growing.grow(bytes), onProgress })
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
