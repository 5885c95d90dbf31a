import { withOpen } from '../../disk/storage.js'
import type { Clock } from '../../http/clock.js'
import { directoryStore } from '../directory/directory-store.js'
import { directoryTarget } from '../directory/directory-target.js'
import type { ManifestEntry, PullFormat } from '../directory/manifest.js'
import type { AdvanceContext, PullClient, PullEvent } from '../machine/context.js'
import type { Unit } from '../units/unit.js'
import { runUnits } from './run-units.js'

/** What to pull, and into which directory. */
interface PullRequest {
  readonly client: PullClient
  readonly clock: Clock
  /** Chance, for pauses. */
  readonly random?: (() => number) | undefined
  readonly dir: string
  readonly unit: Unit
  readonly extraAttributes?: AdvanceContext['extraAttributes']
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
  const { client, clock, random, dir, unit, extraAttributes, options } = request
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
        extraAttributes,
        retries: 0,
        onProgress: ({ event }) => event && onProgress?.(event),
      }),
    ),
  )
  const [outcome] = outcomes
  if (outcome?.loaded === undefined || outcome.error) throw outcome?.error ?? new Error(`${dir} holds no calls of it`)
  const { key, already, state } = outcome
  return { ...outcome.loaded, key, already, possible_orphans: state?.possible_orphans ?? 0 }
}

/** How to pull. */
export interface PullOptions {
  /**
   * The form of the file.
   * @default 'csv.gz', byte for byte as the API sent it
   */
  readonly format?: PullFormat | undefined
  /**
   * Name of the account, part of the identity of what is pulled.
   * @default 'default'
   */
  readonly account?: string | undefined
  /**
   * Pulls again what is there already, and replaces it.
   * @default false
   */
  readonly refresh?: boolean | undefined
  /**
   * Milliseconds after its end during which a period may still get calls; until then it is pulled
   * again by the next run. Clocks differ, so it is ten minutes at least.
   * @default 172_800_000, 48 hours
   */
  readonly settleTimeMs?: number | undefined
  /**
   * Milliseconds to wait for the export.
   * @default 3_600_000, an hour
   */
  readonly maxWait?: number | undefined
  /** Told of everything that happens. */
  readonly onProgress?: ((event: PullEvent) => void) | undefined
  /** Ends the pull; the next run goes on from there. */
  readonly signal?: AbortSignal | undefined
}
