import { withOpen } from '../files/with-open.js'
import type { Clock } from '../http/clock.js'
import type { AdvanceContext, PullClient } from './advance-context.js'
import { directoryStore } from './directory-store.js'
import { directoryTarget } from './directory-target.js'
import type { ManifestEntry } from './manifest.js'
import type { PullOptions } from './pull-options.js'
import { runUnits } from './run-units.js'
import type { Unit } from './unit.js'

/** What to pull, and into which directory. */
export interface PullRequest {
  readonly client: PullClient
  readonly clock: Clock
  /** Chance, for pauses. */
  readonly random?: (() => number) | undefined
  readonly dir: string
  readonly unit: Unit
  readonly extra?: AdvanceContext['extra']
  readonly options: PullOptions
}

/** The outcome of a pull. */
export interface Pulled extends ManifestEntry {
  readonly key: string
  /** Whether nothing had to be done, and no request was made. */
  readonly already: boolean
  /** Creates of which it is not known whether they made an export. */
  readonly possible_orphans: number
}

/** Pulls one unit into a directory: a run of one unit, whose error is thrown. */
export const pullUnit = async (request: PullRequest): Promise<Pulled> => {
  const { client, clock, random, dir, unit, extra, options } = request
  const { format, onProgress, ...rest } = options
  const { outcomes } = await withOpen(directoryTarget(dir, { format }), (target) =>
    withOpen(directoryStore(dir), (store) =>
      runUnits([unit], {
        ...rest,
        store,
        target,
        clientFor: () => client,
        clock,
        random,
        extra,
        retries: 0,
        onProgress: ({ event }) => event && onProgress?.(event),
      }),
    ),
  )
  const [outcome] = outcomes
  if (outcome?.held === undefined || outcome.error) throw outcome?.error ?? new Error(`${dir} holds no calls of it`)
  const { key, already, state } = outcome
  return { ...outcome.held, key, already, possible_orphans: state?.possible_orphans ?? 0 }
}
