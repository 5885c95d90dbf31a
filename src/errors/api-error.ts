import { type ErrorDetails, ExportsError } from './exports-error.js'

/** One problem as the API tells it (JSON:API error object). */
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
 * The API refused a request. Subclasses tell the kinds apart; `status`, `errors` and `requestId`
 * are what the answer said.
 */
export class ApiError extends ExportsError {
  override readonly name: string = 'ApiError'
  /** HTTP status. */
  readonly status: number
  /** The problems the answer listed; empty when its body was not JSON:API. */
  readonly errors: readonly ApiErrorObject[]
  /** Names the request towards the provider's support, when the answer had one. */
  readonly requestId: string | undefined
  readonly method: string
  /** Address of the request, without query. */
  readonly url: string

  constructor(code: string, failure: ApiFailure) {
    super(code, describe(failure), failure)
    this.status = failure.status
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
