import { ConfigurationError } from '../errors/configuration-error.js'
import { createSign, toHex } from './hmac.js'
import { signedText } from './parameters.js'
import { normalisedUrl, urlPartsOf } from './url-parts.js'

/** What is signed, and with what. */
export interface CallbackToSign {
  /** As it is registered; by GET with the payload appended to its query. Without a scheme it is `http:`. */
  readonly url: string
  /** Any names and values, decoded; null counts as empty. Of a callback by GET those of the URL's own query do not belong here. */
  readonly parameters: Readonly<Record<string, string | null>>
  readonly secret: string
}

/**
 * Signs a callback as the provider does: HMAC-SHA1 over the URL with its port and the names and values
 * in the order of the names. For tests, and for whoever sends callbacks.
 *
 * Nothing of the URL is changed but its port written out: a URL without a path is signed without one.
 *
 * @returns 40 lower-case hex digits, the value of the header `X-DIDWW-Signature`.
 * @throws {ConfigurationError} when the secret is empty or the URL is none.
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
