import { withOpen } from '../../disk/storage.js'
import type { Clock } from '../../http/clock.js'
import { directoryStore } from '../directory/directory-store.js'
import { directoryTarget } from '../directory/directory-target.js'
import type { ManifestEntry, PullFormat } from '../directory/manifest.js'
import type { AdvanceContext, PullClient, PullEvent } from '../machine/context.js'
import { checkWindow } from '../../periods/window.js'
import type { CheckedUnit } from '../units/unit.js'
import type { RunOptions } from './run-options.js'
import { runCheckedUnits } from './run-units.js'

/** What to pull, and into which directory. */
interface PullRequest {
  readonly client: PullClient
  readonly clock: Clock
  readonly random?: (() => number) | undefined
  readonly dir: string
  readonly extraAttributes?: AdvanceContext['extraAttributes']
  readonly options: PullOptions
}

/** The result of a pull. */
export interface Pulled extends ManifestEntry {
  readonly key: string
  /** Whether there was nothing to do and no request was sent. */
  readonly already: boolean
  /** Create requests that may have made an export that nobody uses. */
  readonly possible_orphans: number
}

/** Pulls one unit into a directory: a run of one unit that throws its error. */
export const pullUnit = async ({ unit, ...request }: PullRequest & { readonly unit: CheckedUnit }): Promise<Pulled> => {
  const [pulled] = await pullUnits([unit], request)
  if (pulled === undefined) throw new Error(`${request.dir} has no calls of the unit`)
  return pulled
}

/** Pulls units into a directory. Throws the error of the first that ended with one, after the others have ended. */
export const pullUnits = async (units: readonly CheckedUnit[], request: PullRequest): Promise<Pulled[]> => {
  const { client, clock, random, dir, extraAttributes, options } = request
  const { format, verify, keepGenerations, onProgress, ...rest } = options
  const { outcomes } = await withOpen(
    directoryTarget(dir, { format, verify, keepGenerations, clock, signal: rest.signal }),
    (target) =>
      withOpen(directoryStore(dir, { clock, signal: rest.signal }), async (store) => {
        // A part of what was asked for is of no use: nothing is sent when another part has left the window.
        for (const { key, unit, period } of units) {
          const isKnown = (await target.loaded(unit)) ?? (await store.read(key))
          if (!isKnown) checkWindow(period, client.apiVersion, clock.now())
        }
        return runCheckedUnits(units, {
          ...rest,
          store,
          target,
          clientFor: () => client,
          clock,
          random,
          extraAttributes,
          retries: 0,
          onProgress: ({ event }) => event && onProgress?.(event),
        })
      }),
  )
  const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]))
  return units.map(({ key }) => {
    const outcome = byKey.get(key)
    if (outcome?.loaded === undefined || outcome.error) {
      throw outcome?.error ?? new Error(`${dir} has no calls of the unit`)
    }
    const { already, state } = outcome
    return { ...outcome.loaded, key, already, possible_orphans: state?.possible_orphans ?? 0 }
  })
}

/** How to pull. */
export interface PullOptions extends Pick<RunOptions, 'refresh' | 'settleTimeMs' | 'maxWait' | 'signal'> {
  /**
   * Format of the file.
   * @default 'csv.gz', byte for byte as the API sent it
   */
  readonly format?: PullFormat | undefined
  /**
   * Reads a file that is there already again, and pulls anew when it is not what was written. Otherwise its size and name
   * are trusted.
   * @default false
   */
  readonly verify?: boolean | undefined
  /**
   * How many earlier generations to keep, below `dir/.didww/earlier`, when a later one replaces them.
   * @default 0
   */
  readonly keepGenerations?: number | undefined
  /**
   * Name of the account. It is part of the unit's identity.
   * @default 'default'
   */
  readonly account?: string | undefined
  /** Called with every event. */
  readonly onProgress?: ((event: PullEvent) => void) | undefined
}
