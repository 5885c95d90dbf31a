/** A request as a framework has it, when there is no web `Request`. */
export interface PlainCallbackRequest {
  readonly method: string
  /** Path and query, or a whole URL. Only its query is read, and only by GET. */
  readonly url: string
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The raw body, or the names and values a framework has made of it. */
  readonly body?: string | Uint8Array | Readonly<Record<string, unknown>> | null | undefined
}

/** What can be verified. The body of a web `Request` is read, and cannot be read again. */
export type CallbackRequest = Request | PlainCallbackRequest

/** By what it can do, since there may be more than one class `Request`. */
export const isWebRequest = (request: CallbackRequest): request is Request =>
  'arrayBuffer' in request && typeof request.arrayBuffer === 'function'

/** The values of a header; more than one is never right. */
export const headerOf = ({ headers }: CallbackRequest, name: string): readonly string[] => {
  if (typeof headers.get === 'function') {
    const value = (headers as Headers).get(name)
    return value === null ? [] : [value]
  }
  return Object.entries(headers as Record<string, string | string[] | undefined>).flatMap(([one, value]) =>
    one.toLowerCase() !== name.toLowerCase() || value === undefined
      ? []
      : // A list is what a header becomes that was sent more than once.
        Array.isArray(value)
        ? [...value, '']
        : [value],
  )
}

/** The raw query of a URL or path. */
export const rawQueryOf = (url: string): string => /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? ''
