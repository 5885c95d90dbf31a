import type { CallbackReason } from '../errors/callback-verification-error.js'
import type { CallbackRequest } from './callback-request.js'
import { type Candidate, examine } from './examine.js'
import type { CallbackParameters } from './parameters.js'
import { verifierOf, type VerifyOptions } from './verify-options.js'

/** The result of a verification, without the secrets. */
export interface CallbackExplanation {
  /** Whether `verifyCallback` accepts it. */
  readonly verified: boolean
  /** Why it was refused. */
  readonly reason?: CallbackReason
  /** The same in words. */
  readonly message?: string
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
 * @throws {ConfigurationError} when there is no secret or no `publicUrl`.
 * @example
 * const { reason, signedString, candidates } = await explainCallback(request, { secrets, publicUrl })
 */
export const explainCallback = async (
  request: CallbackRequest,
  options: VerifyOptions,
): Promise<CallbackExplanation> => {
  const { candidates, match, refusal } = await examine(request, verifierOf(options))
  const shown = match ?? candidates[0]
  return {
    verified: match !== undefined,
    ...(refusal && { reason: refusal.reason, message: refusal.message }),
    ...(refusal?.reason === 'missing_parameter' && { missing: refusal.missing }),
    ...shown,
    candidates: candidates.map((one) => ({
      normalisedUrl: one.normalisedUrl,
      signedString: one.signedString,
      fits: one === match,
    })),
  }
}
