import { createHmac, timingSafeEqual } from 'node:crypto'

/** The claims of a token. */
interface Claims {
  readonly aud: string | readonly string[]
  readonly scope: string
  readonly api_version: string
  /** When it was made and when it expires, in seconds since 1970. */
  readonly iat: number
  readonly exp: number
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const signatureOf = (text: string, seed: string): Buffer => createHmac('sha256', `${seed}/tokens`).update(text).digest()

/** A JWT that a sandbox of the same seed accepts. */
export const signedToken = (claims: Claims, seed: string): string => {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${signatureOf(text, seed).toString('base64url')}`
}

/** The claims of a token, if a sandbox of this seed made it. It may have expired. */
export const claimsOf = (token: string, seed: string): Claims | undefined => {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const [given, wanted] = [Buffer.from(signature, 'base64url'), signatureOf(`${head}.${payload}`, seed)]
  if (given.byteLength !== wanted.byteLength || !timingSafeEqual(given, wanted)) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
}

/** The bearer token of a request, if any. */
export const bearerOf = (headers: Headers): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1]
