import { facts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import type { ApiRequest } from './wire/request.js'

/** A request to the sandbox. */
export interface LoggedRequest {
  /** Counted from 1. */
  readonly number: number
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** The operation's id, when path and method match one. */
  readonly operation?: string
  /** By lower-case name; secrets are masked. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Status of the answer; null until there is one, and when it was lost. */
  readonly status: number | null
  /** When it arrived, by the sandbox's clock, in milliseconds since 1970. */
  readonly at: number
}

const SECRET = new Set([
  ...apiVersions.map((version) => facts[version].keyHeader.toLowerCase()),
  'authorization',
  'cookie',
  'proxy-authorization',
])

/** Every request, in order. */
export class RequestLog {
  readonly #now: () => number
  readonly entries: { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] }[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  add(
    { method, url, headers, body }: ApiRequest,
    operation: string | undefined,
  ): { number: number; status: number | null } {
    const entry = {
      number: this.entries.length + 1,
      method,
      path: `${url.pathname}${url.search}`,
      ...(operation !== undefined && { operation }),
      headers: Object.fromEntries([...headers].map(([name, value]) => [name, SECRET.has(name) ? '***' : value])),
      body,
      status: null as number | null,
      at: this.#now(),
    }
    this.entries.push(entry)
    return entry
  }
}
