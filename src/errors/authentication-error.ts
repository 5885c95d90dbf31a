import { ApiError, type ApiFailure } from './api-error.js'

/** 401: the key is missing, unknown, or not allowed from this address. */
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError'

  constructor(failure: ApiFailure) {
    super('unauthorized', failure)
  }
}
