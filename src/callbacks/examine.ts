import { CallbackVerificationError } from '../errors/callback-verification-error.js'
import { isUuid } from '../http/check-shape.js'
import { type CallbackRequest, headerOf, type Patience } from './callback-request.js'
import { areEqual, fromHex } from './hmac.js'
import { type CallbackParameters, signedText } from './parameters.js'
import { type Payload, payloadsOf } from './payload.js'
import { normalisedUrl, type UrlParts, urlPartsOf } from './url-parts.js'
import type { Verifier } from './verify-options.js'

/** One form of a callback that may have been signed. */
export interface Candidate {
  readonly parameters: CallbackParameters
  /** The URL with its port, and for GET with the payload. */
  readonly normalisedUrl: string
  /** The URL, followed by names and values sorted by name. */
  readonly signedString: string
}

/** What examining a request shows. */
export interface Examination {
  readonly candidates: readonly Candidate[]
  /** The candidate that the signature matches. */
  readonly match: Candidate | undefined
  /** Which of the secrets it matches. */
  readonly secretIndex?: number
  /** Why it is refused; undefined when it is accepted. */
  readonly refusal: CallbackVerificationError | undefined
}

const refuse = (...[reason, message, details]: ConstructorParameters<typeof CallbackVerificationError>) =>
  new CallbackVerificationError(reason, message, details)

const checkKind = (request: CallbackRequest, { callback, methods }: Verifier): void => {
  if (!methods.includes(request.method.toUpperCase())) {
    throw refuse('method', `A callback uses ${methods.join(' or ')}, not ${request.method}`)
  }
  const [type] = headerOf(request, 'Content-Type')
  if (request.method.toUpperCase() === 'GET' || type === undefined) return
  if (type.split(';')[0]?.trim().toLowerCase() !== callback.mediaType) {
    throw refuse('media_type', `The body of a callback is ${callback.mediaType}, not ${type}`)
  }
}

/** A URL without a path arrives as `/`; it may have been signed either way. */
const pathsOf = ({ path }: UrlParts): string[] =>
  path === '' || path === '/' ? [path, path === '' ? '/' : ''] : [path]

const candidatesOf = (parts: UrlParts, payloads: readonly Payload[]): Candidate[] =>
  payloads.flatMap(({ parameters, query }) =>
    pathsOf(parts).map((path) => {
      const url = normalisedUrl({ ...parts, path, query })
      return { parameters, normalisedUrl: url, signedString: `${url}${signedText(parameters)}` }
    }),
  )

const WORD = /^\w+$/

/**
 * Names and values are signed without separators, so a signature also matches when text moves from one to the next.
 * That is impossible when the id is a UUID and the other values are words.
 */
const parametersFault = (parameters: CallbackParameters, { callback }: Verifier) => {
  const missing = callback.required.filter((name) => !Object.hasOwn(parameters, name))
  if (missing.length > 0) return refuse('missing_parameter', `Without ${missing.join(', ')}`, { missing })
  if (!isUuid(parameters['id'])) return refuse('malformed', 'The id is not a UUID')
  const odd = Object.keys(callback.constants).find((name) => !WORD.test(parameters[name] ?? ''))
  return odd === undefined ? undefined : refuse('malformed', `The parameter ${odd} is not a single word`)
}

const signatureFault = (values: readonly string[], { callback }: Verifier) => {
  const { header, pattern } = callback.signature
  const [value = '', ...more] = values
  if (values.length === 0 || (value === '' && more.length === 0)) {
    return refuse('missing_signature', `The header ${header} is missing`)
  }
  if (more.length > 0) return refuse('malformed_signature', `The header ${header} is repeated`)
  // The provider's own SDK accepts upper-case digits too; the value is the same.
  if (!new RegExp(pattern, 'i').test(value)) {
    return refuse('malformed_signature', `${header} is not a signature: it does not match ${pattern}`)
  }
  return undefined
}

/** The index of the secret that signed a candidate; -1 when none did. */
const signerOf = async ({ signedString }: Candidate, signature: Uint8Array, { signs }: Verifier): Promise<number> => {
  for (const [index, sign] of signs.entries()) if (areEqual(await sign(signedString), signature)) return index
  return -1
}

const WRONG = {
  hint:
    'The key or the publicUrl differs from what it was signed with. List callback secret and API key in secrets; ' +
    'explainCallback() finds similar URLs that fit.',
}

const nothing = (refusal: CallbackVerificationError): Examination => ({ candidates: [], match: undefined, refusal })

const judged = async (request: CallbackRequest, verifier: Verifier, candidates: readonly Candidate[]) => {
  const values = headerOf(request, verifier.callback.signature.header)
  const refusal = parametersFault(candidates[0]?.parameters ?? {}, verifier) ?? signatureFault(values, verifier)
  if (refusal) return { candidates, match: undefined, refusal }
  const signature = fromHex(values[0] ?? '')
  for (const match of candidates) {
    const secretIndex = await signerOf(match, signature, verifier)
    if (secretIndex >= 0) return { candidates, match, secretIndex, refusal: undefined }
  }
  return { candidates, match: undefined, refusal: refuse('wrong_signature', 'The signature does not fit', WRONG) }
}

/** Reads a request and compares its signature with all candidates. */
export const examine = async (
  request: CallbackRequest,
  verifier: Verifier,
  patience?: Patience,
): Promise<Examination> => {
  const parts = urlPartsOf(verifier.publicUrl(request))
  if (!parts) return nothing(refuse('invalid_url', 'publicUrl is not a URL for HTTP'))
  try {
    checkKind(request, verifier)
    const payloads = await payloadsOf(request, parts.query, patience)
    return await judged(request, verifier, candidatesOf(parts, payloads))
  } catch (error) {
    if (error instanceof CallbackVerificationError) return nothing(error)
    throw error
  }
}
