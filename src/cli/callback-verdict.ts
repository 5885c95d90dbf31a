import type { CallbackExplanation } from '../callbacks/explain-callback.js'
import type { UrlDifference } from '../callbacks/neighbours.js'
import { urlPartsOf, type UrlParts } from '../callbacks/url-parts.js'
import { API_KEY } from './callback-options.js'

/** Whether and with which key a callback is signed, in words. */
interface Verdict {
  readonly found: string
  /** What to do, when it is refused. */
  readonly advice: readonly string[]
}

/** What is different in the URL that was signed, and how that usually comes about. */
const CAUSES: Record<UrlDifference, (signed: UrlParts) => string> = {
  scheme: ({ scheme }) =>
    scheme === 'https'
      ? 'It is https: a proxy that ends TLS passes requests on by http.'
      : 'It is http: a proxy may have moved the request to https.',
  port: ({ port }) => `Its port is ${port}: a proxy may pass requests on to another port.`,
  path: ({ path }) => `Its path is ${path || 'empty'}: proxies add or remove slashes and change escapes.`,
  host: ({ host }) => `Its host is written ${host}: proxies and URL parsers write it in lower case.`,
  query: ({ query }) => `${query === undefined ? 'It has no query' : `Its query is ${query}`}: frameworks decode it.`,
  fragment: () => 'It has no fragment.',
}

const untried = (names: readonly string[]): string[] => {
  if (!names.includes(API_KEY)) return ['The API key was not tried: set DIDWW_API_KEY, or use --key-file.']
  return names.length > 1 ? [] : ['A callback secret was not tried: set DIDWW_CALLBACK_SECRET, or use --secret-file.']
}

/** @param names - What people call each of the secrets. */
export const verdictOf = (
  { verified, reason, message, secretIndex, neighbour }: CallbackExplanation,
  names: readonly string[],
): Verdict => {
  const signer = names[secretIndex ?? -1] ?? ''
  if (verified) return { found: `signed with ${signer}`, advice: [] }
  if (neighbour) {
    const { publicUrl, differences } = neighbour
    const signed = urlPartsOf(publicUrl)
    const causes = signed ? differences.map((one) => CAUSES[one](signed)) : []
    const advice = [...causes, 'It is the callback_url as registered: give exactly that one to verify.']
    return { found: `the signature holds for ${publicUrl}, signed with ${signer}`, advice }
  }
  if (reason !== 'wrong_signature') return { found: message ?? '', advice: [] }
  const found = `${names.length > 1 ? `neither ${names.join(' nor ')} fits` : `${names[0] ?? ''} does not fit`}, nor at similar URLs`
  return { found, advice: [...untried(names), 'Compare the URL and the raw body with what was registered and sent.'] }
}
