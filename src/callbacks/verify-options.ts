import { type CallbackFacts, facts } from '../../generated/facts.js'
import { type ApiVersion, type ApiVersions, apiVersions, defaultVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { CallbackRequest } from './callback-request.js'
import { createSign, type Sign } from './hmac.js'

/** A callback: what the version sends, and further parameters as they came. */
export type ExportCallback<V extends ApiVersion = ApiVersion> = Readonly<
  ApiVersions[V]['callback'] & { [name: string]: string | undefined }
>

/** What a signature is checked against. */
export interface VerifyOptions<V extends ApiVersion | undefined = ApiVersion | undefined> {
  /** Every secret that may have signed, so that one can be replaced by the next: one that fits is enough. */
  readonly secrets: readonly string[]
  /**
   * The `callback_url` exactly as it was registered, or a function that gives it for a request. Never
   * make it of `Host` or `X-Forwarded-*`: whoever sends the request writes these.
   */
  readonly publicUrl: string | ((request: CallbackRequest) => string)
  /**
   * The version the exports were created with; it decides the type and which parameters must be there.
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
    throw new ConfigurationError('missing_secret', 'secrets must be a list with at least one callback secret')
  }
  if (typeof publicUrl !== 'function' && (typeof publicUrl !== 'string' || publicUrl === '')) {
    throw wrong('publicUrl is missing', 'Give the callback_url exactly as it was registered.')
  }
  if (!apiVersions.includes(apiVersion)) {
    throw wrong(`apiVersion ${JSON.stringify(apiVersion)} is not known`, `Known versions: ${apiVersions.join(', ')}.`)
  }
  const { callback, callbackMethods } = facts[apiVersion]
  return {
    signs: secrets.map(createSign),
    publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
    callback,
    methods: callbackMethods.map((method) => method.toUpperCase()),
  }
}
