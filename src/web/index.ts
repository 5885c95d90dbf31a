export { createExportsClient } from './create-exports-client.js'
export { createCallbackHandler } from '../callbacks/create-callback-handler.js'
export { explainCallback } from '../callbacks/explain-callback.js'
export { signCallback } from '../callbacks/sign-callback.js'
export { verifyCallback } from '../callbacks/verify-callback.js'
export { createHints } from '../client/hints.js'
export { createLimiter } from '../http/limiter.js'

export { AmbiguousCreateError } from '../errors/ambiguous-create-error.js'
export { ApiError } from '../errors/api-error.js'
export { AuthenticationError } from '../errors/authentication-error.js'
export { CallbackVerificationError } from '../errors/callback-verification-error.js'
export { ConfigurationError } from '../errors/configuration-error.js'
export { ExportsError } from '../errors/exports-error.js'
export { NetworkError } from '../errors/network-error.js'
export { NotFoundError } from '../errors/not-found-error.js'
export { PermissionError } from '../errors/permission-error.js'
export { ProtocolError } from '../errors/protocol-error.js'
export { RateLimitError } from '../errors/rate-limit-error.js'
export { ServerError } from '../errors/server-error.js'
export { TimeoutError } from '../errors/timeout-error.js'
export { ValidationError } from '../errors/validation-error.js'
export { VersionMismatchError } from '../errors/version-mismatch-error.js'
export { WaitTimeoutError } from '../errors/wait-timeout-error.js'

export type { ExportsClient, WebClientOptions } from './client.js'
export type { RequestOptions } from '../client/options.js'
export type {
  ApiVersion,
  CompletedExport,
  CreateAttributes,
  Export,
  ExportPage,
  ExportType,
  ListQuery,
  UpdateAttributes,
} from '../client/types.js'
export type { CallbackRequest, PlainCallbackRequest } from '../callbacks/callback-request.js'
export type { CallbackHandler, CallbackHandlerOptions } from '../callbacks/create-callback-handler.js'
export type { CallbackExplanation } from '../callbacks/explain-callback.js'
export type { CallbackParameters } from '../callbacks/parameters.js'
export type { CallbackToSign } from '../callbacks/sign-callback.js'
export type { ExportCallback, VerifyOptions } from '../callbacks/verify-options.js'
export type { Hints } from '../client/hints.js'
export type { WaitOptions } from '../client/wait-until-completed.js'
export type { CallbackReason } from '../errors/callback-verification-error.js'
export type { ApiErrorObject } from '../errors/api-error.js'
export type { FieldError } from '../errors/validation-error.js'
export type { Clock } from '../http/clock.js'
export type { Limiter, LimiterOptions } from '../http/limiter.js'
export type { Logger, Observers, RequestEvent, ResponseEvent, RetryEvent } from '../http/observe.js'
