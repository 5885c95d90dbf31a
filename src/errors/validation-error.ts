import { ApiError, type ApiErrorObject, type ApiFailure } from './api-error.js'

/** What is wrong with one part of a request. */
export interface FieldError {
  /** JSON Pointer into the request document, from `source.pointer`. */
  readonly pointer: string
  readonly title: string | undefined
  readonly detail: string | undefined
  readonly code: string | undefined
}

/** 400, 406, 409, 415 or 422: the request was understood and refused; sending it again changes nothing. */
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
