/** A request, as it is told to observers: never its query, key or body. */
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

/** An attempt that failed and is followed by another. */
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
  /** Nothing so far. */
  readonly info: (message: string, fields?: object) => void
  /** What is sent again, and why. */
  readonly warn: (message: string, fields?: object) => void
  /** Nothing so far: an error is thrown, and whoever catches it decides. */
  readonly error: (message: string, fields?: object) => void
}

/** Who is told of requests. What they throw is thrown by the call. */
export interface Observers {
  /** Told before each attempt. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  /** Told of each answer, also of those that are refused. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** Told when an attempt has failed and another will follow. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** Told of requests and answers as `debug`, of retries as `warn`. */
  readonly logger?: Logger | undefined
}

export interface Observe {
  readonly request: (event: RequestEvent) => void
  readonly response: (event: ResponseEvent) => void
  readonly retry: (event: RetryEvent) => void
}

export const observe = ({ onRequest, onResponse, onRetry, logger }: Observers): Observe => ({
  request: (event) => {
    onRequest?.(event)
    logger?.debug(`${event.method} ${event.url}`, event)
  },
  response: (event) => {
    onResponse?.(event)
    logger?.debug(`${event.method} ${event.url} was answered ${event.status}`, event)
  },
  retry: (event) => {
    onRetry?.(event)
    logger?.warn(`${event.method} ${event.url} is sent again in ${Math.round(event.delay)} ms: ${event.reason}`, event)
  },
})
