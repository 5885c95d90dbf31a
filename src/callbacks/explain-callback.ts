import type { CallbackReason } from '../errors/callback-verification-error.js'
import type { CallbackRequest } from './callback-request.js'
import { type Candidate, type Examination, examine } from './examine.js'
import { type Neighbour, neighboursOf } from './neighbours.js'
import type { CallbackParameters } from './parameters.js'
import { type Verifier, verifierOf, type VerifyOptions } from './verify-options.js'

/** The result of a verification, without the secrets. */
export interface CallbackExplanation {
  /** Whether `verifyCallback` accepts it. */
  readonly verified: boolean
  /** Why it was refused. */
  readonly reason?: CallbackReason
  /** The same in words. */
  readonly message?: string
  /** Which of `secrets` signed it, counted from 0. */
  readonly secretIndex?: number
  /**
   * When no candidate matches: a URL that resembles `publicUrl` and was signed. It is the `callback_url` as it is
   * registered, so give that as `publicUrl`.
   */
  readonly neighbour?: Neighbour
  /** Parameters that are missing. */
  readonly missing?: readonly string[]
  /** The parameters that could be read. */
  readonly parameters?: CallbackParameters
  /** The URL that was signed; when no candidate matches, the most likely one. */
  readonly normalisedUrl?: string
  /** The text that was signed; when no candidate matches, the most likely one. */
  readonly signedString?: string
  /** Every candidate that was tried. */
  readonly candidates: readonly (Omit<Candidate, 'parameters'> & { readonly fits: boolean })[]
}

/**
 * Explains why a signature matches or not: compare `normalisedUrl` with the URL you registered. It takes what
 * `verifyCallback` takes, and returns what that throws.
 *
 * When the signature does not match, it tries some hundred similar URLs: the other scheme, another port, with or without
 * a slash at the end, capitals in the host, other escapes in path and query, and up to three of these at once. That
 * takes a fraction of a second, so explain what you look into, not each request of a stranger.
 *
 * @throws {ConfigurationError} when there is no secret or no `publicUrl`.
 * @example
 * const { reason, signedString, candidates } = await explainCallback(request, { secrets, publicUrl })
 */
export const explainCallback = async (
  request: CallbackRequest,
  options: VerifyOptions,
): Promise<CallbackExplanation> => {
  const verifier = verifierOf(options)
  const examination = await examine(request, verifier)
  const { candidates, match, refusal } = examination
  const found = refusal?.reason === 'wrong_signature' ? await lookAround(request, verifier, examination) : examination
  const shown = match ?? candidates[0]
  return {
    verified: match !== undefined,
    ...(refusal && { reason: refusal.reason, message: refusal.message }),
    ...(found?.secretIndex !== undefined && { secretIndex: found.secretIndex }),
    ...(found && 'neighbour' in found && { neighbour: found.neighbour }),
    ...(refusal?.reason === 'missing_parameter' && { missing: refusal.missing }),
    ...shown,
    candidates: candidates.map((one) => ({
      normalisedUrl: one.normalisedUrl,
      signedString: one.signedString,
      fits: one === match,
    })),
  }
}

/** The first similar URL for which the signature holds, and the secret that signed it. */
const lookAround = async (
  { method, url, headers }: CallbackRequest,
  verifier: Verifier,
  { candidates }: Examination,
): Promise<{ neighbour: Neighbour; secretIndex: number } | undefined> => {
  const body = method.toUpperCase() === 'GET' ? undefined : candidates[0]?.parameters
  // The body of a web Request can be read only once.
  const again = { method, url, headers, body }
  for (const neighbour of neighboursOf(verifier.publicUrl(again), again, verifier.callback.parameters)) {
    const { secretIndex } = await examine(again, { ...verifier, publicUrl: () => neighbour.publicUrl })
    if (secretIndex !== undefined) return { neighbour, secretIndex }
  }
  return undefined
}
