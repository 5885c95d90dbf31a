import type { CallbackReason, CallbackVerificationError } from '../errors/callback-verification-error.js'

const STATUS: Readonly<Record<CallbackReason, number>> = {
  method: 405,
  media_type: 415,
  too_large: 413,
  timeout: 408,
  unreadable: 400,
  malformed: 400,
  duplicate_parameter: 400,
  missing_parameter: 400,
  other_resource: 400,
  // Our own mistake; the sender will try again.
  invalid_url: 500,
  missing_signature: 403,
  malformed_signature: 403,
  wrong_signature: 403,
}

export const textResponse = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } })

/** The answer to a refused request. */
export const refusalResponse = (
  { reason, message }: CallbackVerificationError,
  methods: readonly string[],
): Response => {
  const status = STATUS[reason]
  if (status === 405) return textResponse(status, message, { Allow: methods.join(', ') })
  // Does not wait for the rest of the body.
  if (status === 408) return textResponse(status, message, { Connection: 'close' })
  return textResponse(status, status === 500 ? 'This receiver is not configured correctly' : message)
}
