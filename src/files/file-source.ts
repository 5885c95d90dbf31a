/** An answer whose body is read as it comes. */
export interface FileAnswer {
  readonly status: number
  readonly headers: Headers
  /** The raw bytes of the body; ends early with an error when the connection does. */
  readonly body: AsyncIterable<Uint8Array>
  /** Lets go of the connection without reading on. */
  readonly cancel: () => void
}

/** Sends one GET. Redirects are not followed here. */
export type FileSource = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<FileAnswer>
