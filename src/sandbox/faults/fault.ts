/** Ways in which the bytes of a body are damaged. */
export type Corruption =
  'crc' | 'isize' | { readonly flip: number } | 'magic' | 'garbage' | 'zeros' | 'second-member' | 'html' | 'plain'

/**
 * What goes wrong with a callback: it is never sent but counts as delivered; it is sent twice; its id is changed after
 * signing; it is sent so many milliseconds later.
 */
export type CallbackFault = 'lost' | 'doubled' | 'tampered' | { readonly late: number }

/**
 * What goes wrong. Members can be combined where that makes sense: `{ encoding: 'gzip', corrupt: 'crc' }`.
 *
 * A number of bytes counts bytes of the body; a negative one counts from its end.
 */
export interface FaultAction {
  /** Answers with this status instead; the request is not carried out, unless `carriedOut`. */
  readonly status?: number
  /** Text of the answer instead of its own, with status 200 unless `status` says otherwise. */
  readonly body?: string
  readonly contentType?: string
  /** Headers in addition to, or instead of, those of the answer. */
  readonly headers?: Readonly<Record<string, string>>
  /** Redirects the client, with status 302 unless `status` says otherwise. */
  readonly redirect?: string
  /** Carries the request out before it is answered by `status`, `body` or `redirect`. */
  readonly carriedOut?: boolean
  /** Waits so many milliseconds of the sandbox's clock first. */
  readonly delay?: number
  /** Carries the request out and resets the connection without an answer. */
  readonly loseAnswer?: boolean
  /** Resets the connection without an answer; the export is created so many milliseconds later. */
  readonly late?: number
  /** The list lacks exports younger than this, in milliseconds. */
  readonly lag?: number
  /** Reports an earlier status: this one, or one step back. */
  readonly stale?: string | true
  /** Resets the connection after so many bytes; `'before headers'` without carrying the request out. */
  readonly reset?: number | 'before headers'
  /** Sends no more after so many bytes, and keeps the connection open. */
  readonly stall?: number
  /** Sends so many bytes a second of the sandbox's clock. */
  readonly slow?: number
  /** Sends only so many bytes and closes. */
  readonly truncate?: number
  /**
   * The `Content-Length` of a truncated answer: `right` for the full length, `wrong` for the truncated one, or `none`.
   */
  readonly length?: 'right' | 'wrong' | 'none'
  /** How the end of a truncated body is marked. */
  readonly framing?: 'length' | 'chunked' | 'close'
  readonly corrupt?: Corruption
  /** Labels the body with a `Content-Encoding`, without encoding it. */
  readonly encoding?: string
  /** What goes wrong with an attempt to deliver a callback. */
  readonly callback?: CallbackFault
}

/** Which requests a fault matches; every member must match. */
export interface FaultMatch {
  /** A part of path and query. */
  readonly path?: string
  /** A part of the body. */
  readonly body?: string
  /** Parts of headers. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A fault, as data.
 *
 * @example
 * { on: 'createExport', do: { loseAnswer: true } }
 * { on: 'downloadExport', nth: [1, 2], do: { reset: 100 } }
 * { on: '*', nth: 'every', do: { status: 503 } }
 * { on: 'exportCompleted', do: { callback: 'doubled' } }
 */
export interface Fault {
  /** The operation by its id in the document, `*` for all of them, or the webhook by its name. */
  readonly on: string
  /**
   * For which of the matching requests, counted from 1.
   * @default 1
   */
  readonly nth?: number | readonly number[] | 'every'
  readonly match?: FaultMatch
  readonly do: FaultAction
}

/** A fault that happened. */
export interface FiredFault {
  readonly fault: Fault
  /** When, by the sandbox's clock, in milliseconds since 1970. */
  readonly at: number
  readonly request: { readonly method: string; readonly path: string; readonly operation: string }
}
