import { ApiError, type ApiFailure } from './api-error.js'

/** 403: the key may not do this. */
export class PermissionError extends ApiError {
  override readonly name = 'PermissionError'

  constructor(failure: ApiFailure) {
    super('forbidden', failure)
  }
}
