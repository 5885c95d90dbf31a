import type { ApiVersion } from '../../generated/versions.js'
import type { CreateAttributes, ExportType } from '../client/types.js'
import type { ExportsError } from '../errors/exports-error.js'
import type { Clock } from '../http/clock.js'
import type { VersionedClient } from '../versioned-client.js'
import type { PullEvent } from './pull-options.js'
import type { Store } from './store.js'
import type { Held, Target } from './target.js'
import type { UnitState } from './unit-state.js'

type ClientOf<V extends ApiVersion> = Pick<
  VersionedClient<V>,
  'apiVersion' | 'origin' | 'create' | 'list' | 'retrieve' | 'download'
>

/** A client of any version, as far as the steps use it. */
export type PullClient = { [V in ApiVersion]: ClientOf<V> }[ApiVersion] | ClientOf<ApiVersion>

/** What a unit is advanced with. */
export interface AdvanceContext<H extends Held = Held> {
  readonly store: Store
  readonly target: Target<H>
  /** The client of an account, by the account's name in the unit. */
  readonly clientFor: (account: string) => PullClient | Promise<PullClient>
  /**
   * Time, as a value; give the client the same.
   * @default the clock of the machine
   */
  readonly clock?: Clock | undefined
  /**
   * Chance, as a value, for pauses.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined
  /**
   * Who advances, as the store shows it.
   * @default host and process
   */
  readonly owner?: string | undefined
  /**
   * Milliseconds a lease lives without being renewed; it is renewed every third of that. Longer than a
   * request takes, or a dead worker's create may come after the look for it.
   * @default 45_000
   */
  readonly leaseMs?: number | undefined
  /**
   * Milliseconds after its end during which a period may still get calls, ten minutes at least.
   * @default 172_800_000, 48 hours
   */
  readonly finality?: number | undefined
  /**
   * Directory for files on their way to the target.
   * @default the store's, else a temporary one for each turn
   */
  readonly spool?: string | undefined
  /**
   * Looks although it is not due yet: after a hint of a callback, or because somebody asked. A parked unit
   * goes on.
   * @default false
   */
  readonly eager?: boolean | undefined
  /** What is sent with a create besides the unit: where to be called back. */
  readonly extra?: Omit<CreateAttributes<ApiVersion, ExportType<ApiVersion>>, 'export_type' | 'filters'> | undefined
  /** Told of everything that happens. */
  readonly onProgress?: ((event: PullEvent) => void) | undefined
  /** Ends the turn; the next one goes on from there. */
  readonly signal?: AbortSignal | undefined
}

/** What a turn has come to. */
export interface Advanced<H extends Held = Held> {
  /** Whether nothing more is to be done until somebody asks for the unit anew: the state is settled. */
  readonly done: boolean
  /** Milliseconds until it is worth advancing again; 0 when done. */
  readonly after: number
  /** Whether nothing was done, since somebody else has the unit; `after` is the rest of their lease then. */
  readonly busy?: true
  /** The state as it is in the store; undefined when somebody else has the unit before its first save. */
  readonly state: UnitState | undefined
  /** What the target holds, once it is loaded. */
  readonly held?: H
  /** What it failed with in this turn; the state is parked or closed then. */
  readonly error?: ExportsError
}
