import { DownloadError } from '../errors/download-error.js'
import { ExportsError } from '../errors/exports-error.js'
import type { Clock } from '../http/clock.js'
import { toNetworkError } from '../http/network-error.js'
import { MAX_REDIRECTS, REDIRECTS } from '../http/redirects.js'
import type { FileAnswer, FileSource } from './file-source.js'
import { fileUrl, type FileHosts } from './file-url.js'
import { watchIdle } from './idle-watch.js'
import type { PartFile } from './part-file.js'

/** How far a transfer is. */
export interface DownloadProgress {
  /** Bytes on disk. */
  readonly bytes: number
  /** Bytes in all, when the server said so. */
  readonly total: number | undefined
}

export interface SpoolSettings extends FileHosts {
  readonly source: FileSource
  readonly clock: Clock
  /** Longest silence, in milliseconds. */
  readonly timeout: number
  /** Headers of a request to an origin; only the API's own gets the credential. */
  readonly headersFor: (url: URL) => Readonly<Record<string, string>>
  /** The error for an answer that is no file. */
  readonly refusal: (answer: FileAnswer, url: URL) => Promise<ExportsError>
}

/** Follows a redirect to where files may come from, three times at most. */
const open = async (
  settings: SpoolSettings,
  url: URL,
  signal: AbortSignal,
  followed = 0,
): Promise<[FileAnswer, URL]> => {
  const answer = await settings.source(url, settings.headersFor(url), signal)
  const location = answer.headers.get('Location')
  if (!REDIRECTS.includes(answer.status) || location === null || followed === MAX_REDIRECTS) return [answer, url]
  answer.cancel()
  return open(settings, fileUrl(location, settings, url), signal, followed + 1)
}

/** Brings the bytes of a file to disk as they come, whatever they are. */
export const spool = async (
  settings: SpoolSettings,
  from: URL,
  part: PartFile,
  caller: AbortSignal | undefined,
  onProgress?: (progress: DownloadProgress) => void,
): Promise<void> => {
  using idle = watchIdle(settings.clock, settings.timeout, caller)
  let answer: FileAnswer | undefined
  let observer: { readonly error: unknown } | undefined
  const tell = (progress: DownloadProgress): void => {
    try {
      onProgress?.(progress)
    } catch (error) {
      observer = { error }
      throw error
    }
  }
  try {
    let url: URL
    ;[answer, url] = await open(settings, from, idle.signal)
    idle.touch()
    if (answer.status !== 200) throw await settings.refusal(answer, url)
    const total = lengthOf(answer.headers)
    for await (const chunk of answer.body) {
      await part.write(chunk)
      idle.touch()
      tell({ bytes: part.bytes, total })
    }
    if (total !== undefined && part.bytes !== total) throw truncated(part.bytes, total)
  } catch (error) {
    caller?.throwIfAborted()
    if (observer) throw observer.error
    if (idle.signal.aborted) throw idle.signal.reason
    if (error instanceof ExportsError) throw error
    if (answer?.status === 200) throw truncated(part.bytes, lengthOf(answer.headers), error)
    throw toNetworkError(error, { method: 'GET', url: from })
  } finally {
    answer?.cancel()
  }
}

const lengthOf = (headers: Headers): number | undefined => {
  const text = headers.get('Content-Length')
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

const truncated = (bytes: number, total: number | undefined, cause?: unknown): DownloadError =>
  new DownloadError('truncated', `The file ended after ${bytes} bytes${total === undefined ? '' : ` of ${total}`}`, {
    cause,
  })
