/**
 * What openapi-fetch makes instead of a `Request` for calls that no one else sees: the parts as they
 * are. A `Request` would cost a third of the whole call, and be taken apart again at once.
 */
export class LightRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: string | undefined
  readonly signal: AbortSignal | undefined

  constructor(url: string, { method = 'GET', headers, body, signal }: RequestInit = {}) {
    this.url = url
    this.method = method
    this.headers = headers instanceof Headers ? headers : new Headers(headers)
    this.body = typeof body === 'string' ? body : undefined
    this.signal = signal ?? undefined
  }
}
