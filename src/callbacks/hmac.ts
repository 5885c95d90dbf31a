import { ConfigurationError } from '../errors/configuration-error.js'

const encoder = new TextEncoder()

/** Signs texts with one secret. */
export type Sign = (text: string) => Promise<Uint8Array>

const checkSecret = (secret: unknown): string => {
  if (typeof secret === 'string' && secret.trim() !== '') return secret
  throw new ConfigurationError('missing_secret', 'There is no callback secret or API key, or it is empty', {
    hint: 'Pass the callback secret of the account, or its API key.',
  })
}

/**
 * HMAC-SHA1 with a secret. The key is imported once.
 *
 * @throws {ConfigurationError} when the secret is missing or empty.
 */
export const createSign = (secret: string): Sign => {
  const bytes = encoder.encode(checkSecret(secret))
  let key: Promise<CryptoKey> | undefined
  const importKey = (): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign'])
  return async (text) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', await (key ??= importKey()), encoder.encode(text)))
}

/** Bytes as lower-case hex digits. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The bytes of hex digits. */
export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))

/** Compares two digests in constant time. */
export const areEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
