/** A request, as observers see it: without query, key and body. */
export interface RequestEvent {
  readonly method: string
  /** Address without query. */
  readonly url: string
  /** Counted from 1. */
  readonly attempt: number
}

/** An answer to an attempt, whatever its status. */
export interface ResponseEvent extends RequestEvent {
  readonly status: number
  /** Milliseconds from request to answer. */
  readonly ms: number
}

/** An attempt that failed and will be retried. */
export interface RetryEvent extends RequestEvent {
  /** Milliseconds until the next attempt. */
  readonly delay: number
  /** A status, or the code of an error. */
  readonly reason: string
}

/** Takes lines of a log; `console` is one. */
export interface Logger {
  /** Every request and every answer. */
  readonly debug: (message: string, fields?: object) => void
  /** Every retry, and why. */
  readonly warn: (message: string, fields?: object) => void
}

/** Callbacks that observe requests. What they throw is thrown by the call. */
export interface Observers {
  /** Called before each attempt. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  /** Called for each answer, whatever its status. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** Called when an attempt has failed and will be retried. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** Gets requests and answers as `debug`, retries as `warn`. */
  readonly logger?: Logger | undefined
}

/** An event with its whole address; observers get it without the query, which may hold a secret. */
type Addressed<E> = Omit<E, 'url'> & { readonly url: URL }

export interface Observe {
  readonly request: (event: Addressed<RequestEvent>) => void
  readonly response: (event: Addressed<ResponseEvent>) => void
  readonly retry: (event: Addressed<RetryEvent>) => void
}

/** An address as people and observers get it: without query and fragment. */
export const addressOf = ({ origin, pathname }: URL): string => origin + pathname

export const observe = ({ onRequest, onResponse, onRetry, logger }: Observers): Observe => ({
  request: ({ url, ...rest }) => {
    if (!onRequest && !logger) return
    const event = { ...rest, url: addressOf(url) }
    onRequest?.(event)
    logger?.debug(`${event.method} ${event.url}`, event)
  },
  response: ({ url, ...rest }) => {
    if (!onResponse && !logger) return
    const event = { ...rest, url: addressOf(url) }
    onResponse?.(event)
    logger?.debug(`${event.method} ${event.url} was answered ${event.status}`, event)
  },
  retry: ({ url, ...rest }) => {
    const event = { ...rest, url: addressOf(url) }
    onRetry?.(event)
    logger?.warn(`${event.method} ${event.url} is retried in ${Math.round(event.delay)} ms: ${event.reason}`, event)
  },
})
