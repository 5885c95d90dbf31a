import { type ErrorDetails, ExportsError } from './exports-error.js'

/** One problem that the API reports (a JSON:API error object). */
export interface ApiErrorObject {
  readonly title?: string
  readonly detail?: string
  readonly code?: string
  readonly status?: string
  readonly source?: { readonly pointer?: string }
}

export interface ApiFailure extends ErrorDetails {
  readonly status: number
  readonly errors: readonly ApiErrorObject[]
  readonly requestId: string | undefined
  readonly method: string
  readonly url: string
}

/**
 * The API refused a request. A subclass says which kind of refusal it is; `status`, `errors` and `requestId` come from
 * the answer.
 */
export class ApiError extends ExportsError {
  override readonly name: string = 'ApiError'
  override readonly retryable: boolean
  /** HTTP status. */
  readonly status: number
  /** The problems that the answer lists; empty when its body is not JSON:API. */
  readonly errors: readonly ApiErrorObject[]
  /** Identifies the request to the provider's support; undefined when the answer has none. */
  readonly requestId: string | undefined
  readonly method: string
  /** Address of the request, without query. */
  readonly url: string

  constructor(code: string, failure: ApiFailure) {
    super(code, describe(failure), failure)
    this.status = failure.status
    // The server gave up waiting for the request.
    this.retryable = failure.status === 408
    this.errors = failure.errors
    this.requestId = failure.requestId
    this.method = failure.method
    this.url = failure.url
  }

  protected override fields(): Record<string, unknown> {
    const { status, errors, requestId, method, url } = this
    return { status, errors, requestId, method, url }
  }
}

const describe = ({ method, url, status, errors }: ApiFailure): string => {
  const said = errors.map(({ title, detail }) => detail ?? title ?? '').filter((text) => text !== '')
  return `${method} ${url} was answered ${status}${said.length > 0 ? `: ${said.join('; ')}` : ''}`
}

/** 401: the API key is missing, unknown, or not allowed from this IP address. */
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError'

  constructor(failure: ApiFailure) {
    super('unauthorized', failure)
  }
}

/** 403: the API key has no permission for this. */
export class PermissionError extends ApiError {
  override readonly name = 'PermissionError'

  constructor(failure: ApiFailure) {
    super('forbidden', failure)
  }
}

/** 404: there is no such export (`not_found`), or its file was deleted after a month (`expired`). */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError'

  constructor(failure: ApiFailure, code: 'not_found' | 'expired' = 'not_found') {
    super(code, failure)
  }
}

/** What is wrong with one part of a request. */
export interface FieldError {
  /** JSON Pointer into the request document, from `source.pointer`. */
  readonly pointer: string
  readonly title: string | undefined
  readonly detail: string | undefined
  readonly code: string | undefined
}

/** 400, 406, 409, 415 or 422: the API refused the request. Sending it again will not help. */
export class ValidationError extends ApiError {
  override readonly name = 'ValidationError'
  /** The problems that point at a part of the request. */
  readonly fieldErrors: readonly FieldError[]

  constructor(failure: ApiFailure) {
    super('invalid_request', failure)
    this.fieldErrors = failure.errors.flatMap(fieldError)
  }

  protected override fields(): Record<string, unknown> {
    return { ...super.fields(), fieldErrors: this.fieldErrors }
  }
}

const fieldError = ({ source, title, detail, code }: ApiErrorObject): FieldError[] =>
  source?.pointer === undefined ? [] : [{ pointer: source.pointer, title, detail, code }]

/** 429: too many requests for this API key. This one was not carried out. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError'
  override readonly retryable = true
  /** Milliseconds that the answer asks to wait; undefined when it does not. */
  readonly retryAfterMs: number | undefined

  constructor(failure: ApiFailure, retryAfterMs: number | undefined) {
    super('rate_limited', failure)
    this.retryAfterMs = retryAfterMs
  }

  protected override fields(): Record<string, unknown> {
    return { ...super.fields(), retryAfterMs: this.retryAfterMs }
  }
}

/** 5xx: the API, or something in front of it, failed. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError'
  override readonly retryable = true
  /** Milliseconds that the answer asks to wait; undefined when it does not. */
  readonly retryAfterMs: number | undefined

  constructor(failure: ApiFailure, retryAfterMs: number | undefined) {
    super('server_error', failure)
    this.retryAfterMs = retryAfterMs
  }

  protected override fields(): Record<string, unknown> {
    return { ...super.fields(), retryAfterMs: this.retryAfterMs }
  }
}
