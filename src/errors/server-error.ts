import { ApiError, type ApiFailure } from './api-error.js'

/** 5xx: the API, or something in front of it, failed. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError'
  override readonly retryable = true

  constructor(failure: ApiFailure) {
    super('server_error', failure)
  }
}
