import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a token says. */
interface Claims {
  readonly aud: string | readonly string[]
  readonly scope: string
  readonly api_version: string
  /** When it was made and when it ends, in seconds since 1970. */
  readonly iat: number
  readonly exp: number
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const signatureOf = (text: string, seed: string): Buffer => createHmac('sha256', `${seed}/tokens`).update(text).digest()

/** A JWT that a sandbox of the same seed knows as its own. */
export const signedToken = (claims: Claims, seed: string): string => {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${signatureOf(text, seed).toString('base64url')}`
}

/** What a token says, if a sandbox of this seed has made it; it may have expired. */
export const claimsOf = (token: string, seed: string): Claims | undefined => {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const [given, wanted] = [Buffer.from(signature, 'base64url'), signatureOf(`${head}.${payload}`, seed)]
  if (given.byteLength !== wanted.byteLength || !timingSafeEqual(given, wanted)) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
}

/** The token a request carries, if it carries one. */
export const bearerOf = (headers: Headers): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1]
