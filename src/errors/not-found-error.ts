import { ApiError, type ApiFailure } from './api-error.js'

/** 404: there is no such export (`not_found`), or its file is past its month (`expired`). */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError'

  constructor(failure: ApiFailure, code: 'not_found' | 'expired' = 'not_found') {
    super(code, failure)
  }
}
