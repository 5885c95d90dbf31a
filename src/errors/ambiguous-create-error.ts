import { ExportsError } from './exports-error.js'

/** Of an export, what every version tells. */
interface Candidate {
  readonly id: string
  readonly export_type: string
  readonly status: string
  readonly created_at: string | null
  readonly callback_url: string | null
}

/**
 * It is not known whether an export was created: the connection was lost, the server failed, or its
 * answer could not be read. Creating is not idempotent, so the request was not repeated.
 */
export class AmbiguousCreateError extends ExportsError {
  override readonly name = 'AmbiguousCreateError'
  /** Exports of the account that can be the one, newest first; `undefined` when the list could not be read. */
  readonly candidates: readonly Candidate[] | undefined

  constructor(candidates: readonly Candidate[] | undefined, cause: unknown) {
    const found = candidates === undefined ? 'the list could not be read' : `${candidates.length} candidates found`
    super('ambiguous_create', `It is not known whether the export was created (${reason(cause)}); ${found}`, {
      cause,
      hint: 'Look at `candidates`, or at the list of exports, before creating again; a second export is harmless.',
    })
    this.candidates = candidates
    this.conceal('candidates')
  }

  protected override fields(): Record<string, unknown> {
    return { candidates: this.candidates?.map(({ id }) => id) }
  }
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : 'no answer')
