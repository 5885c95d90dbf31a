import { timingSafeEqual } from 'node:crypto'
import type { Account } from './context.js'
import type { Endpoint } from './document/endpoint.js'
import type { ApiDescription } from './document/load.js'
import type { SecurityScheme } from './document/openapi.js'
import { Refusal, refused } from './refusal.js'
import { bearerOf, claimsOf } from './tokens.js'

/** Compares a key with the account's in constant time. */
export const isKey = (given: string | null, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)]
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}

/** The scope that allows everything. Other scopes allow operations that require them by name. */
const FULL = 'full'

type Verdict = 'passed' | 'missing' | 'refused' | 'insufficient'

const challenge = (error: string): Record<string, string> => ({ 'WWW-Authenticate': `Bearer error="${error}"` })

/**
 * Checks that a request meets one of the operation's security requirements.
 *
 * @throws {Refusal} 401, without a body when a required token is missing; 403 when a valid token does not allow this.
 */
export const authenticate = (
  { document, version }: ApiDescription,
  { security }: Endpoint,
  headers: Headers,
  { apiKey, clock, world }: Account,
): void => {
  const token = bearerOf(headers)
  const tokenVerdict = (scheme: SecurityScheme, roles: readonly string[]): Verdict => {
    if (token === undefined) return 'missing'
    const claims = claimsOf(token, world.seed)
    const isGood =
      claims &&
      claims.exp * 1000 > clock.now() &&
      claims.api_version === version &&
      [claims.aud].flat().includes(scheme['x-audience'] ?? '')
    if (!isGood) return 'refused'
    return claims.scope === FULL || roles.includes(claims.scope) ? 'passed' : 'insufficient'
  }
  const verdictOf = (name: string, roles: readonly string[]): Verdict => {
    const scheme = document.components.securitySchemes?.[name]
    if (scheme?.type === 'http' && scheme.scheme === 'bearer') return tokenVerdict(scheme, roles)
    const isGiven = scheme?.type === 'apiKey' && scheme.in === 'header' && headers.has(scheme.name ?? '')
    return isGiven && isKey(headers.get(scheme.name ?? ''), apiKey) ? 'passed' : 'missing'
  }
  const alternatives = security.map((one) => Object.entries(one).map(([name, roles]) => verdictOf(name, roles)))
  if (security.length === 0 || alternatives.some((all) => all.every((verdict) => verdict === 'passed'))) return
  const verdicts = alternatives.flat()
  if (verdicts.includes('insufficient')) throw refused(403, {}, challenge('insufficient_scope'))
  if (verdicts.includes('refused')) throw refused(401, {}, challenge('invalid_token'))
  const takesTokens = security.some((one) =>
    Object.keys(one).some((name) => document.components.securitySchemes?.[name]?.type === 'http'),
  )
  throw takesTokens ? new Refusal(401, []) : refused(401)
}
