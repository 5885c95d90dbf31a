// The errors that every entry can throw. Entries with files and periods add theirs.
export { AmbiguousCreateError } from './ambiguous-create-error.js'
export {
  ApiError,
  AuthenticationError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
} from './api-error.js'
export { CallbackVerificationError } from './callback-verification-error.js'
export { ConfigurationError } from './configuration-error.js'
export { ExportsError } from './exports-error.js'
export { NetworkError } from './network-error.js'
export { ProtocolError } from './protocol-error.js'
export { TimeoutError } from './timeout-error.js'
export { VersionMismatchError } from './version-mismatch-error.js'
export { WaitTimeoutError } from './wait-timeout-error.js'
