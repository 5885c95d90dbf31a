import type { ApiVersion, DefaultVersion } from '../../generated/versions.js'
import type { CallbackRequest, Patience } from './callback-request.js'
import { examine } from './examine.js'
import { type ExportCallback, type Verifier, verifierOf, type VerifyOptions } from './verify-options.js'

/**
 * Verifies that a request is a callback signed with one of the secrets, and returns its parameters.
 *
 * A callback is a hint, not a fact: it does not say when it was signed, so anyone who has seen one can send it again.
 * Take the `id` and ask the API. If the URL is also registered for other callbacks, check `type`.
 *
 * @throws {CallbackVerificationError} `reason` says what is wrong with the request.
 * @throws {ConfigurationError} when there is no secret or no `publicUrl`.
 * @example
 * const { id } = await verifyCallback(request, { secrets: [secret], publicUrl: 'https://example.com/didww' })
 * const one = await didww.retrieve(id)
 */
export function verifyCallback<V extends ApiVersion | undefined = undefined>(
  request: CallbackRequest,
  options: VerifyOptions<V>,
): Promise<ExportCallback<V extends ApiVersion ? V : DefaultVersion>>
export async function verifyCallback(request: CallbackRequest, options: VerifyOptions): Promise<ExportCallback> {
  return verified(request, verifierOf(options))
}

/** The callback of a verified request. */
export const verified = async (
  request: CallbackRequest,
  verifier: Verifier,
  patience?: Patience,
): Promise<ExportCallback> => {
  const { match, refusal } = await examine(request, verifier, patience)
  if (refusal) throw refusal
  // The required parameters were checked.
  return match?.parameters as ExportCallback
}
