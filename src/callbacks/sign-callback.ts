import { ConfigurationError } from '../errors/configuration-error.js'
import { createSign, toHex } from './hmac.js'
import { signedText } from './parameters.js'
import { normalisedUrl, urlPartsOf } from './url-parts.js'

/** What to sign, and with which secret. */
export interface CallbackToSign {
  /** The URL as it is registered; for GET with the payload in its query. Without a scheme it is `http:`. */
  readonly url: string
  /** Names and values, decoded; null counts as empty. For GET, leave out those of the URL's own query. */
  readonly parameters: Readonly<Record<string, string | null>>
  readonly secret: string
}

/**
 * Signs a callback as the provider does: HMAC-SHA1 over the URL with its port and the names and values sorted by name.
 * For tests.
 *
 * Only the port is added to the URL: a URL without a path is signed without one.
 *
 * @returns 40 lower-case hex digits, the value of the header `X-DIDWW-Signature`.
 * @throws {ConfigurationError} when the secret is empty or the URL is invalid.
 * @example
 * const parameters = { id: '33bdfff7-4de3-4c58-8c90-b99930fb984a', type: 'exports', status: 'completed' }
 * const signature = await signCallback({ url: 'https://example.com/cb?opaque=1', parameters, secret })
 */
export const signCallback = async ({ url, parameters, secret }: CallbackToSign): Promise<string> => {
  const sign = createSign(secret)
  const parts = urlPartsOf(url)
  if (!parts) throw new ConfigurationError('invalid_option', 'url is not a URL for HTTP')
  return toHex(await sign(`${normalisedUrl(parts)}${signedText(parameters)}`))
}
