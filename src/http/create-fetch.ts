import type { Clock } from './clock.js'
import { withDeadline } from './deadline.js'
import { ExportsError } from '../errors/exports-error.js'
import { toNetworkError } from './network-error.js'
import { readBody } from './read-body.js'

export type Fetch = (request: Request) => Promise<Response>

export interface FetchSettings {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Time for one attempt, its body included, in milliseconds. */
  readonly timeout: number
  /** The only origin that is ever given the credential. */
  readonly origin: string
  readonly credential: { readonly header: string; readonly value: string }
  readonly mediaType: string
  /** Media types of files, which are streamed and not read here. */
  readonly fileTypes: readonly string[]
}

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304]

/**
 * The `fetch` that lies beneath openapi-fetch: it adds the credential and the media type, and reads
 * the body within the deadline. What happens between one logical call and its attempts happens here.
 */
export const createFetch =
  (settings: FetchSettings) =>
  (timeout: number = settings.timeout): Fetch =>
  async (request) => {
    const { clock, origin, fetch } = settings
    const { pathname } = new URL(request.url)
    const what = `${request.method} ${origin}${pathname}`
    return withDeadline(clock, timeout, request.signal, what, async (signal) => {
      try {
        const response = await fetch(new Request(request, { headers: headersFor(request, settings), signal }))
        return isFile(response, settings.fileTypes) ? response : await buffered(response)
      } catch (error) {
        throw error instanceof ExportsError || signal.aborted ? error : toNetworkError(error, request)
      }
    })
  }

const headersFor = (request: Request, { origin, credential, mediaType }: FetchSettings): Headers => {
  const headers = new Headers(request.headers)
  if (request.body !== null) headers.set('Content-Type', mediaType)
  if (new URL(request.url).origin === origin) headers.set(credential.header, credential.value)
  return headers
}

const isFile = (response: Response, fileTypes: readonly string[]): boolean => {
  const type = response.headers.get('Content-Type')?.split(';', 1)[0]?.trim()
  return response.ok && type !== undefined && fileTypes.includes(type)
}

const buffered = async (response: Response): Promise<Response> => {
  const { status, statusText, headers } = response
  if (status < 200 || BODILESS.includes(status)) return response
  return new Response(await readBody(response), { status, statusText, headers })
}
