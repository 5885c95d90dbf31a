import { ExportsError } from './exports-error.js'

/** The members of an export that every version has. */
interface Candidate {
  readonly id: string
  readonly export_type: string
  readonly status: string
  readonly created_at: string | null
  readonly callback_url: string | null
}

/**
 * The outcome of a create is unknown: the connection was lost, the server failed, or its answer could not be read.
 * Creating is not idempotent, so the request was not retried.
 */
export class AmbiguousCreateError extends ExportsError {
  override readonly name = 'AmbiguousCreateError'
  /** Exports of the account that could be the one, newest first; `undefined` when the list could not be read. */
  readonly candidates: readonly Candidate[] | undefined

  constructor(candidates: readonly Candidate[] | undefined, cause: unknown) {
    const found = candidates === undefined ? 'the list could not be read' : `${candidates.length} candidates found`
    super('ambiguous_create', `The outcome of the create is unknown (${reason(cause)}); ${found}`, {
      cause,
      hint: 'Check `candidates` or the list of exports before creating again. A second one is harmless.',
    })
    this.candidates = candidates
    this.conceal('candidates')
  }

  protected override fields(): Record<string, unknown> {
    return { candidates: this.candidates?.map(({ id }) => id) }
  }
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : 'no answer')
