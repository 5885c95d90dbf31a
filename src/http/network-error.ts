import { ExportsError } from '../errors/exports-error.js'
import type { Redact } from '../errors/foreign-error.js'
import { NetworkError, type NetworkErrorCode } from '../errors/network-error.js'

const unsent = new WeakSet()

/** Marks an error that occurred before its request was sent. */
export const markUnsent = (error: unknown): unknown => {
  if (error instanceof ExportsError) unsent.add(error)
  return error
}

/** Whether an error occurred before its request was sent, so that nothing was carried out. */
export const isUnsent = (error: unknown): boolean => typeof error === 'object' && error !== null && unsent.has(error)

/** Error codes of Node.js after which a request was certainly not sent. */
const UNSENT: Record<string, NetworkErrorCode> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'lookup_failed',
  EAI_AGAIN: 'lookup_failed',
  EHOSTUNREACH: 'connect_failed',
  ENETUNREACH: 'connect_failed',
  UND_ERR_CONNECT_TIMEOUT: 'connect_failed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_failed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_failed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_failed',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_failed',
  CERT_HAS_EXPIRED: 'tls_failed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_failed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls_failed',
  EPROTO: 'tls_failed',
}

const HINTS: Record<NetworkErrorCode, string> = {
  connection_refused: 'The connection was refused: check the base URL and the port.',
  lookup_failed: 'The host name cannot be resolved: check the base URL and the DNS.',
  connect_failed: 'The host is unreachable: check the network and the proxy.',
  tls_failed: 'The certificate was refused: check the base URL, the clock and NODE_EXTRA_CA_CERTS.',
  connection_lost: 'Try again.',
}

/** These can also occur on an open connection, when the request is already on its way. */
const LATE = ['EHOSTUNREACH', 'ENETUNREACH']

/** How a system call failed. */
interface Failure {
  readonly code: string
  readonly isUnsent: boolean
}

const failureOf = ({ code, syscall }: Error & { readonly code?: unknown; readonly syscall?: unknown }): Failure[] =>
  typeof code === 'string'
    ? [{ code, isUnsent: code in UNSENT && (syscall === 'connect' || !LATE.includes(code)) }]
    : []

/** The failures in an error and in its causes. */
const failuresOf = (error: unknown, depth = 0): Failure[] => {
  if (!(error instanceof Error) || depth > 5) return []
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [error.cause]
  return [...failureOf(error), ...inner.flatMap((one) => failuresOf(one, depth + 1))]
}

/** Turns the error of a failed `fetch` into a `NetworkError` that says whether the request may have been sent. */
export const toNetworkError = (
  error: unknown,
  request: { readonly method: string; readonly url: URL },
  attempts?: number,
  redact?: Redact,
): NetworkError => {
  const failures = failuresOf(error)
  const [first] = failures
  const isUnsent = failures.every((one) => one.isUnsent)
  const code: NetworkErrorCode = (isUnsent && UNSENT[first?.code ?? '']) || 'connection_lost'
  const { host } = request.url
  return new NetworkError(code, `${request.method} to ${host} failed: ${first?.code ?? 'no answer'} (${code})`, {
    cause: error,
    redact,
    hint: HINTS[code],
    attempts,
  })
}
