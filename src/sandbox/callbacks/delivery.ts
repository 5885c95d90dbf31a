/** An attempt to deliver a callback. */
export interface Delivery {
  /** Id of the export. */
  readonly export: string
  /** Counted from 1. */
  readonly attempt: number
  /** When it began, by the sandbox's clock, in milliseconds since 1970. */
  readonly at: number
  readonly method: string
  /** The URL that is called, by GET with the payload. */
  readonly url: string
  /** Status of the answer; null when there was none. */
  readonly status: number | null
  /** Why there was none. */
  readonly error?: string
}
