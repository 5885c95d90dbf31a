import { ExportsError } from '../errors/exports-error.js'
import { NetworkError, type NetworkErrorCode } from '../errors/network-error.js'

const unsent = new WeakSet()

/** Remembers of an error that it came before its request could be sent. */
export const markUnsent = (error: unknown): unknown => {
  if (error instanceof ExportsError) unsent.add(error)
  return error
}

/** Whether an error came before its request could be sent, so that nothing was carried out. */
export const isUnsent = (error: unknown): boolean => typeof error === 'object' && error !== null && unsent.has(error)

/** What Node's errors mean; a request that failed in one of these ways was surely not sent. */
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
  connection_refused: 'Nothing listens there: check the base URL and the network.',
  lookup_failed: 'The name of the host is not known: check the base URL and the DNS.',
  connect_failed: 'The host cannot be reached: check the network and the proxy.',
  tls_failed: 'The certificate was refused: check the base URL, the clock and NODE_EXTRA_CA_CERTS.',
  connection_lost: 'Try again.',
}

/** These can also be said of a connection that stood, with a request on its way. */
const LATE = ['EHOSTUNREACH', 'ENETUNREACH']

/** What a system call failed with. */
interface Failure {
  readonly code: string
  readonly isUnsent: boolean
}

const failureOf = ({ code, syscall }: Error & { readonly code?: unknown; readonly syscall?: unknown }): Failure[] =>
  typeof code === 'string'
    ? [{ code, isUnsent: code in UNSENT && (syscall === 'connect' || !LATE.includes(code)) }]
    : []

/** What failed in an error and in everything it was caused by. */
const failuresOf = (error: unknown, depth = 0): Failure[] => {
  if (!(error instanceof Error) || depth > 5) return []
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [error.cause]
  return [...failureOf(error), ...inner.flatMap((one) => failuresOf(one, depth + 1))]
}

/** A failed `fetch` as a `NetworkError` that says whether the request may have been sent. */
export const toNetworkError = (
  error: unknown,
  request: { readonly method: string; readonly url: URL },
  attempts?: number,
): NetworkError => {
  const failures = failuresOf(error)
  const [first] = failures
  const isUnsent = failures.every((one) => one.isUnsent)
  const code: NetworkErrorCode = (isUnsent && UNSENT[first?.code ?? '']) || 'connection_lost'
  const { host } = request.url
  return new NetworkError(code, `${request.method} to ${host} failed: ${first?.code ?? 'no answer'} (${code})`, {
    cause: error,
    hint: HINTS[code],
    attempts,
  })
}
