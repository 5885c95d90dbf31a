import { DownloadError } from '../errors/download-error.js'
import { ExportsError } from '../errors/exports-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { type Clock, startTimer } from '../http/clock.js'
import { toNetworkError } from '../http/network-error.js'
import type { Observe } from '../http/observe.js'
import { followRedirects, locationOf } from '../http/redirect.js'
import { goesOn, lengthOf, rangeHeaders, strongEtag } from './range.js'
import type { ResumablePart } from './resumable-part.js'
import { type FileAnswer, type FileHosts, type FileSource, fileUrl } from './source.js'

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes on disk. */
  readonly bytes: number
  /** Bytes in total, when the server says so. */
  readonly total: number | undefined
}

export interface TransferSettings extends FileHosts {
  readonly source: FileSource
  readonly clock: Clock
  readonly observe: Observe
  /** Longest silence, in milliseconds. */
  readonly timeout: number
  /** Which attempt it is, counted from 1. */
  readonly attempt: number
  /** Headers for a request; only the API's own origin gets the credential. */
  readonly headersFor: (url: URL) => Readonly<Record<string, string>>
  /** The error for an answer that is not the file. */
  readonly refusal: (answer: FileAnswer, url: URL) => Promise<ExportsError>
}

interface Opened {
  readonly answer: FileAnswer
  readonly url: URL
}

/** Sends a GET and follows redirects to origins that files may come from. */
const open = (
  settings: TransferSettings,
  from: URL,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Opened> => {
  const { clock, observe, attempt } = settings
  const send = async (url: URL): Promise<FileAnswer> => {
    observe.request({ method: 'GET', url, attempt })
    const sentAt = clock.now()
    const answer = await settings.source(url, { ...settings.headersFor(url), ...headers }, signal)
    observe.response({ method: 'GET', url, attempt, status: answer.status, ms: clock.now() - sentAt })
    return answer
  }
  return followRedirects(from, send, (answer, url) => {
    const location = locationOf(answer)
    if (location === undefined) return undefined
    answer.cancel()
    return fileUrl(location, settings, url)
  })
}

/** Requests the rest of a partial file. A rest that does not fit is dropped, and the whole file is requested. */
const openRest = async (
  settings: TransferSettings,
  from: URL,
  { bytes, note }: ResumablePart,
  signal: AbortSignal,
): Promise<Opened> => {
  if (!note) return open(settings, from, signal)
  const opened = await open(settings, from, signal, rangeHeaders(bytes, note))
  const { answer } = opened
  const isWrong = answer.status === 416 || (answer.status === 206 && !goesOn(answer, bytes, note))
  if (!isWrong) return opened
  answer.cancel()
  return open(settings, from, signal)
}

/** What happens while bytes arrive. */
interface TransferEvents {
  /** Called with how many bytes are on disk. */
  readonly onBytes: (bytes: number) => void
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined
}

/** Writes the bytes of a file to its part as they arrive, whatever they are. */
export const transfer = async (
  settings: TransferSettings,
  from: URL,
  id: string,
  part: ResumablePart,
  caller: AbortSignal,
  { onBytes, onProgress }: TransferEvents,
): Promise<void> => {
  using idle = watchIdle(settings.clock, settings.timeout, caller)
  let answer: FileAnswer | undefined
  let isFile = false
  let total: number | undefined
  let observer: { readonly error: unknown } | undefined
  // What an observer throws is thrown as it is; it is not a network error.
  const told =
    <E>(tell: (event: E) => void) =>
    (event: E): void => {
      try {
        tell(event)
      } catch (error) {
        observer = { error }
        throw error
      }
    }
  const { request, response, retry } = settings.observe
  const observed = { ...settings, observe: { request: told(request), response: told(response), retry } }
  const tell = told((progress: DownloadProgress) => onProgress?.(progress))
  try {
    const opened = await openRest(observed, from, part, idle.signal)
    answer = opened.answer
    idle.touch()
    const rest = part.note !== undefined && goesOn(answer, part.bytes, part.note)
    if (!rest && answer.status !== 200) throw await settings.refusal(answer, opened.url)
    isFile = true
    const length = lengthOf(answer.headers)
    total = rest && length !== undefined ? part.bytes + length : length
    const etag = strongEtag(answer.headers)
    if (!rest) await idle.during(() => part.begin(etag === undefined ? undefined : { id, etag, total }))
    onBytes(part.bytes)
    for await (const chunk of answer.body) {
      await idle.during(() => part.write(chunk))
      onBytes(part.bytes)
      tell({ bytes: part.bytes, total })
    }
    if (total !== undefined && part.bytes !== total) throw truncated(part.bytes, total)
  } catch (error) {
    caller.throwIfAborted()
    if (observer) throw observer.error
    if (idle.signal.aborted) throw idle.signal.reason
    if (error instanceof ExportsError) throw error
    if (isFile) throw truncated(part.bytes, total, error)
    throw toNetworkError(error, { method: 'GET', url: from }, undefined, settings.redact)
  } finally {
    answer?.cancel()
  }
}

const truncated = (bytes: number, total: number | undefined, cause?: unknown): DownloadError =>
  new DownloadError('truncated', `The file ended after ${bytes} bytes${total === undefined ? '' : ` of ${total}`}`, {
    cause,
  })

/** A signal that aborts with the caller's reason, or with a `TimeoutError` when the server is silent for too long. */
interface IdleWatch extends Disposable {
  readonly signal: AbortSignal
  /** Says that something arrived. */
  readonly touch: () => void
  /** Processes what arrived. The time it takes does not count as silence. */
  readonly during: (work: () => Promise<void>) => Promise<void>
}

const watchIdle = (clock: Clock, timeout: number, caller: AbortSignal | undefined): IdleWatch => {
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(caller?.reason)
  const onSilence = (): void => controller.abort(new TimeoutError(`The server sent nothing for ${timeout} ms`, timeout))
  const watch = (): (() => void) => startTimer(clock, timeout, onSilence)
  if (caller?.aborted) onAbort()
  else caller?.addEventListener('abort', onAbort, { once: true })
  let stop = watch()
  const touch = (): void => {
    stop()
    stop = watch()
  }
  return {
    signal: controller.signal,
    touch,
    during: async (work) => {
      stop()
      await work()
      touch()
    },
    [Symbol.dispose]: () => {
      stop()
      caller?.removeEventListener('abort', onAbort)
    },
  }
}
