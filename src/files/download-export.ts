import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { CompletedExport } from '../api/types.js'
import { checkHeaders, ownHeaders, type Settings } from '../client/settings.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { ExportsError } from '../errors/exports-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { jsonOf } from '../http/answer.js'
import { addressOf } from '../http/observe.js'
import { toApiError } from '../http/to-api-error.js'
import { type DownloadedFile, downloadFile, type DownloadOptions, type DownloadSettings } from './download.js'
import { fetchSource, type FileAnswer, nodeSource } from './source.js'

/** Longest error body that is read, in bytes. */
const LIMIT = 64 * 1024

const textOf = async ({ body }: FileAnswer): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    if ((size += chunk.byteLength) > LIMIT) break
  }
  return Buffer.concat(chunks).toString()
}

/** The settings of a client that a download needs. */
export const downloadSettings = (settings: Settings<ApiVersion>): DownloadSettings => {
  const { apiVersion, apiKey, origin, headers, fetch, ownFetch, clock, redact } = settings
  const { keyHeader, requestIdHeader, operations } = facts[apiVersion]
  const { method, success } = operations.downloadExport
  const refusal = async (answer: FileAnswer, at: URL): Promise<ExportsError> => {
    const { status } = answer
    const url = addressOf(at)
    if (status >= 200 && status < 300) {
      return new ProtocolError('unexpected_status', `GET ${url} was answered ${status} instead of ${success}`, {
        status,
      })
    }
    const body = jsonOf(await textOf(answer).catch(() => ''))?.value
    const response = { status, headers: answer.headers }
    const now = clock.now()
    return toApiError({ method, url, response, body, requestIdHeader, now, redact, notFound: 'expired' })
  }
  return {
    ...settings,
    source: ownFetch ? fetchSource(fetch) : nodeSource,
    headersFor: (url) => (url.origin === origin ? { ...headers, [keyHeader]: apiKey } : {}),
    refusal,
  }
}

/** The part of a client that downloads files. */
export interface Downloading<V extends ApiVersion> {
  /**
   * Downloads the file of a completed export. The raw bytes go to a `.part` beside it, are verified to the gzip
   * trailer, and then get the final name, with mode 0600. A partial file never has the final name.
   *
   * The key goes to the API's own origin only. Lost connections and damage on the way are retried, a full disk is not.
   *
   * @throws {ConfigurationError} `file_exists`, without `overwrite`. Nothing is sent.
   * @throws {NotFoundError} `expired`, when the file was deleted after a month.
   * @throws {DownloadError} when the file is truncated, damaged or not gzip.
   * @throws {StorageError} when the disk is full or not writable.
   * @example
   * const file = await didww.download(done, { to: 'cdrs.csv.gz' })
   */
  readonly download: (done: Pick<CompletedExport<V>, 'id' | 'url'>, options: DownloadOptions) => Promise<DownloadedFile>
}

export const downloadExport = (settings: Settings<ApiVersion>) => {
  const transfer = downloadSettings(settings)
  return async (
    done: { readonly id: string; readonly url: string | null },
    options: DownloadOptions,
  ): Promise<DownloadedFile> => {
    if (typeof done.url !== 'string') {
      throw new ConfigurationError('not_completed', `Export ${done.id} has no file yet`, {
        hint: 'Wait for it first: waitUntilCompleted(id).',
      })
    }
    const headers = checkHeaders(options.headers ?? {}, ownHeaders(settings.apiVersion))
    const headersFor = (url: URL): Readonly<Record<string, string>> =>
      url.origin === settings.origin ? { ...transfer.headersFor(url), ...headers } : {}
    return downloadFile({ ...transfer, headersFor }, { id: done.id, url: done.url }, options)
  }
}
