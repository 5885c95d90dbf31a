export { createCallbackHandler } from '../callbacks/create-callback-handler.js'
export { explainCallback } from '../callbacks/explain-callback.js'
export { signCallback } from '../callbacks/sign-callback.js'
export { verifyCallback } from '../callbacks/verify-callback.js'
export { createHints } from '../client/hints.js'
export { createLimiter } from '../http/limiter.js'
export { createExportsClient } from './create-exports-client.js'

export * from '../errors/index.js'

export type {
  ApiVersion,
  CompletedExport,
  CreateAttributes,
  Export,
  ExportPage,
  ExportType,
  ListQuery,
  UpdateAttributes,
} from '../api/types.js'
export type { CallbackRequest, PlainCallbackRequest } from '../callbacks/callback-request.js'
export type { CallbackHandler, CallbackHandlerOptions } from '../callbacks/create-callback-handler.js'
export type { CallbackExplanation } from '../callbacks/explain-callback.js'
export type { CallbackParameters } from '../callbacks/parameters.js'
export type { CallbackToSign } from '../callbacks/sign-callback.js'
export type { ExportCallback, VerifyOptions } from '../callbacks/verify-options.js'
export type { Hints } from '../client/hints.js'
export type { RequestOptions } from '../client/options.js'
export type { WaitOptions } from '../client/wait-until-completed.js'
export type { ApiErrorObject, FieldError } from '../errors/api-error.js'
export type { CallbackReason } from '../errors/callback-verification-error.js'
export type { Clock } from '../http/clock.js'
export type { Limiter, LimiterOptions } from '../http/limiter.js'
export type { Logger, Observers, RequestEvent, ResponseEvent, RetryEvent } from '../http/observe.js'
export type { ExportsClient, WebClientOptions } from './create-exports-client.js'
