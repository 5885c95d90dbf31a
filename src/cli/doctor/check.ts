import type { ApiVersion, Export, ExportPage } from '../../api/types.js'
import type { Settings } from '../../client/settings.js'
import type { AnyClient } from '../../create-exports-client.js'
import { ExportsError } from '../../errors/exports-error.js'
import type { Clock } from '../../http/clock.js'
import { exitCodeOf } from '../exit-code.js'
import type { Received } from '../callback-options.js'
import type { Way } from '../proxy.js'

/** The result of a check. */
export interface Diagnosis {
  /** `none`: there was nothing to check. */
  readonly state: 'ok' | 'warn' | 'fail' | 'none'
  readonly found: string
  /** What to do about it. */
  readonly advice?: string
  /** The exit code of a failure, by the table of exit codes. */
  readonly exit?: number
}

/** What the API answered, and who asked. */
export interface Answered {
  /** In the version that was asked for, else in the one that the account is served, if it said. */
  readonly client: AnyClient
  readonly settings: Settings<ApiVersion>
  /** The newest exports. */
  readonly page?: ExportPage<ApiVersion>
  /** Why there are none. */
  readonly error?: unknown
}

/** What the checks work with. Each request to the API is made once. */
export interface Visit {
  readonly origin: string
  readonly clock: Clock
  /** The version that was asked for; undefined when nobody said. */
  readonly asked: ApiVersion | undefined
  /** How requests are routed. */
  readonly way: Way
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** The newest exports, or why there are none. */
  readonly newest: () => Promise<Answered>
  /** The newest export that has a file. */
  readonly completed: () => Promise<(Export<ApiVersion> & { readonly url: string }) | undefined>
  /** A callback that came, if one is given. */
  readonly received: Received | undefined
}

/** A check of one thing. */
export interface Check {
  readonly name: string
  readonly look: (visit: Visit) => Diagnosis | Promise<Diagnosis>
}

export const ok = (found: string, advice?: string): Diagnosis => ({
  state: 'ok',
  found,
  ...(advice !== undefined && { advice }),
})
export const none = (found: string): Diagnosis => ({ state: 'none', found })
export const warn = (found: string, advice: string): Diagnosis => ({ state: 'warn', found, advice })
export const fail = (found: string, advice: string, exit: number): Diagnosis => ({ state: 'fail', found, advice, exit })

/** Turns an error of a check into a diagnosis. Only a bug is thrown. */
export const failed = (error: unknown): Diagnosis => {
  if (!(error instanceof ExportsError)) throw error
  return fail(error.message, error.hint ?? 'Try again later.', exitCodeOf(error))
}
