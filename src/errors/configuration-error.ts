import { ExportsError } from './exports-error.js'

/**
 * An option, argument or environment variable is invalid. Nothing was sent.
 *
 * `code` is for example `missing_api_key`, `invalid_option`, `invalid_id` or `file_exists`.
 */
export class ConfigurationError extends ExportsError {
  override readonly name = 'ConfigurationError'
}
