import { facts } from '../../generated/facts.js'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import type { Endpoint } from './document/endpoint.js'
import { refused } from './refusal.js'
import { bearerOf, claimsOf } from './tokens.js'

/** The newest version that takes tokens; it serves a token without a version. */
const tokenVersion = apiVersions.findLast((version) => facts[version].token)

/**
 * The version that serves a request: that of its token, else that of its header, unless it is unknown or older than the
 * account's.
 */
export const servedVersion = (headers: Headers, account: ApiVersion, seed: string): ApiVersion => {
  const token = bearerOf(headers)
  const claimed = token === undefined ? undefined : claimsOf(token, seed)?.api_version
  const byToken = apiVersions.find((version) => version === claimed)
  if (byToken) return byToken
  const hasKey = apiVersions.some((version) => headers.has(facts[version].keyHeader))
  if (token !== undefined && !hasKey) return tokenVersion ?? account
  const names = new Set(apiVersions.flatMap((version) => facts[version].versionHeader ?? []))
  const asked = [...names].map((name) => headers.get(name))
  const allowed = apiVersions.slice(apiVersions.indexOf(account))
  return allowed.find((version) => asked.includes(version)) ?? account
}

const typeOf = (entry: string): string => entry.split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** Whether an entry of `Accept` has no parameters but a preference. */
const isPlain = (entry: string): boolean =>
  entry
    .split(';')
    .slice(1)
    .every((part) => part.trim().startsWith('q='))

const accepts = (header: string | null, mediaTypes: readonly string[]): boolean => {
  if (header === null || header.trim() === '') return true
  return header.split(',').some((entry) => {
    const type = typeOf(entry)
    if (!isPlain(entry)) return false
    return mediaTypes.some((one) => type === one || type === '*/*' || type === `${one.split('/')[0] ?? ''}/*`)
  })
}

/**
 * Checks the media types of a request, where the operation documents a refusal.
 *
 * @throws {Refusal} 406 or 415.
 */
export const checkMediaTypes = ({ body, responses, success }: Endpoint, headers: Headers): void => {
  const [accept, contentType] = [headers.get('Accept'), headers.get('Content-Type')]
  if (responses['406'] && !accepts(accept, success.mediaTypes)) {
    throw refused(406, {
      title: 'Not acceptable',
      detail: `All requests must use the '${success.mediaTypes[0] ?? ''}' Accept without media type parameters. This request specified '${accept ?? ''}'.`,
    })
  }
  if (body && responses['415'] && contentType?.toLowerCase() !== body.mediaType) {
    throw refused(415, {
      title: 'Unsupported media type',
      detail: `All requests that create or update must use the '${body.mediaType}' Content-Type. This request specified '${contentType ?? ''}'.`,
    })
  }
}
