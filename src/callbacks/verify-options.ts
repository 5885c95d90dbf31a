import { type CallbackFacts, callbackFacts, facts } from '../../generated/facts.js'
import { type ApiVersion, type ApiVersions, apiVersions, defaultVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { CallbackRequest } from './callback-request.js'
import { createSign, type Sign } from './hmac.js'

/** A callback: the parameters of the version, and any others as received. */
export type ExportCallback<V extends ApiVersion = ApiVersion> = Readonly<
  ApiVersions[V]['callback'] & { [name: string]: string | undefined }
>

/** Options for verifying a callback. */
export interface VerifyOptions<V extends ApiVersion | undefined = ApiVersion | undefined> {
  /**
   * The secrets that may have signed it: the callback secret, or the account's API key. One match is enough, so list
   * both if you do not know which signs, and the old and the new one while you rotate. The provider's collections up to
   * 2026-04-16 say the API key, its pages since October 2026 the callback secret.
   */
  readonly secrets: readonly string[]
  /**
   * The `callback_url` exactly as it was registered, or a function that gives it for a request. Never build it from
   * `Host` or `X-Forwarded-*`, which the sender controls.
   */
  readonly publicUrl: string | ((request: CallbackRequest) => string)
  /**
   * The API version that the exports were created with. It decides the type and the required parameters.
   * @default '2021-12-15'
   */
  readonly apiVersion?: V
}

/** The options, checked. */
export interface Verifier {
  readonly signs: readonly Sign[]
  readonly publicUrl: (request: CallbackRequest) => string
  readonly callback: CallbackFacts
  readonly methods: readonly string[]
}

const wrong = (message: string, hint: string): ConfigurationError =>
  new ConfigurationError('invalid_option', message, { hint })

export const verifierOf = ({ secrets, publicUrl, apiVersion = defaultVersion }: VerifyOptions): Verifier => {
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new ConfigurationError(
      'missing_secret',
      'secrets must be a list with at least one callback secret or API key',
    )
  }
  if (typeof publicUrl !== 'function' && (typeof publicUrl !== 'string' || publicUrl === '')) {
    throw wrong('publicUrl is missing', 'Pass the callback_url exactly as you registered it.')
  }
  if (!apiVersions.includes(apiVersion)) {
    throw wrong(`apiVersion ${JSON.stringify(apiVersion)} is not known`, `Known versions: ${apiVersions.join(', ')}.`)
  }
  const { callbackMethods } = facts[apiVersion]
  return {
    signs: secrets.map(createSign),
    publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
    callback: callbackFacts[apiVersion],
    methods: callbackMethods.map((method) => method.toUpperCase()),
  }
}
