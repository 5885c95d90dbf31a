import {
  ApiError,
  type ApiErrorObject,
  type ApiFailure,
  AuthenticationError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
} from '../errors/api-error.js'
import type { ExportsError } from '../errors/exports-error.js'
import { printable } from '../errors/printable.js'
import { ProtocolError } from '../errors/protocol-error.js'
import type { Redact } from '../errors/foreign-error.js'
import { LARGEST_STATUS, unexpectedStatus } from './request.js'
import { retryAfterMs } from './retry.js'

/** An answer that is not a success, with its body; parsed when it is JSON. */
interface Refusal {
  readonly method: string
  readonly url: string
  readonly response: Pick<Response, 'status' | 'headers'>
  readonly body: unknown
  readonly attempts?: number
  readonly requestIdHeader: string
  readonly now: number
  readonly redact: Redact
  /** What a 404 means here. */
  readonly notFound?: 'not_found' | 'expired'
}

const MEMBERS = ['title', 'detail', 'code', 'status'] as const

const errorObject = (value: unknown, redact: Redact): ApiErrorObject[] => {
  if (typeof value !== 'object' || value === null) return []
  const given = value as Record<string, unknown>
  const members = MEMBERS.flatMap((name) => {
    const member = given[name]
    return typeof member === 'string' ? [[name, redact(member)] as const] : []
  })
  const pointer = (given['source'] as { pointer?: unknown } | null | undefined)?.pointer
  return [
    { ...Object.fromEntries(members), ...(typeof pointer === 'string' && { source: { pointer: redact(pointer) } }) },
  ]
}

/** The JSON:API errors in a body; empty when there are none. */
const errorObjects = (body: unknown, redact: Redact): ApiErrorObject[] => {
  const errors = (body as { errors?: unknown } | null | undefined)?.errors
  return Array.isArray(errors) ? errors.flatMap((one) => errorObject(one, redact)) : []
}

const HINTS: Record<number, string> = {
  401: 'Check the API key, and whether it is allowed from this address.',
  404: 'Check the id; an export is deleted one month after its completion.',
  429: 'Send fewer requests, or share one limiter between clients of the same key.',
}

/** The error for an answer that is not a success. */
export const toApiError = ({ notFound, ...refusal }: Refusal): ExportsError => {
  const { method, url, response, body, attempts, requestIdHeader, now, redact } = refusal
  const { status, headers } = response
  const location = `${method} ${url}`
  if (status >= 300 && status < 400) {
    return new ProtocolError('redirect', `${location} was answered ${status}: the redirect was not followed`, {
      status,
      attempts,
      hint: 'Check the base URL. The key is never sent to another address.',
    })
  }
  if (status < 400 || status > LARGEST_STATUS) return unexpectedStatus(location, status, attempts)
  const failure: ApiFailure = {
    status,
    errors: errorObjects(body, redact),
    requestId: printableOrNone(redact(headers.get(requestIdHeader) ?? '')),
    method,
    url,
    attempts,
    hint: HINTS[status],
  }
  const patience = retryAfterMs(headers.get('Retry-After'), now)
  if (status >= 500) return new ServerError(failure, patience)
  switch (status) {
    case 401:
      return new AuthenticationError(failure)
    case 403:
      return new PermissionError(failure)
    case 404:
      return new NotFoundError(failure, notFound)
    case 429:
      return new RateLimitError(failure, patience)
    case 400:
    case 406:
    case 409:
    case 415:
    case 422:
      return new ValidationError(failure)
    default:
      return new ApiError('refused', failure)
  }
}

const printableOrNone = (text: string): string | undefined => (text === '' ? undefined : printable(text, 100))
