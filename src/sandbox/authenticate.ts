import { timingSafeEqual } from 'node:crypto'
import type { OpenApi, SecurityScheme } from './document/openapi.js'
import type { Endpoint } from './document/endpoint.js'

const equal = (given: string | null, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)]
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}

/** Whether a request carries what one of the operation's security requirements asks for. */
export const isAuthentic = (document: OpenApi, { security }: Endpoint, headers: Headers, apiKey: string): boolean => {
  const passes = (scheme: SecurityScheme | undefined): boolean =>
    scheme?.type === 'apiKey' && scheme.in === 'header' && equal(headers.get(scheme.name ?? ''), apiKey)
  const schemes = document.components.securitySchemes ?? {}
  return security.length === 0 || security.some((one) => Object.keys(one).every((name) => passes(schemes[name])))
}
