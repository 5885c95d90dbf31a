import type { ApiVersion } from '../../../generated/versions.js'
import type { CreateAttributes, ExportType } from '../../api/types.js'
import type { JsonClient } from '../../client/client.js'
import type { ExportsError } from '../../errors/exports-error.js'
import type { Downloading } from '../../files/download-export.js'
import type { DownloadProgress } from '../../files/transfer.js'
import type { Clock } from '../../http/clock.js'
import type { Store } from './store.js'
import type { LoadedUnit, Target } from './target.js'
import type { UnitState } from './unit-state.js'

/** What a unit is advanced with. */
export interface AdvanceContext<H extends LoadedUnit = LoadedUnit> {
  readonly store: Store
  readonly target: Target<H>
  /** Gives the client of an account, by the account's name in the unit. */
  readonly clientFor: (account: string) => PullClient | Promise<PullClient>
  /**
   * Clock to use. Give the client the same one.
   * @default the system's clock
   */
  readonly clock?: Clock | undefined
  /**
   * Random source for jitter: numbers from 0 up to 1.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined
  /**
   * Who advances, as shown in the store.
   * @default host and process
   */
  readonly owner?: string | undefined
  /**
   * Milliseconds after which a lease lapses that is not renewed; it is renewed every third of that. Make it longer than
   * a request takes. Otherwise a dead worker's create request may arrive after another worker has looked for its export.
   * @default 45_000
   */
  readonly leaseMs?: number | undefined
  /**
   * Settle time: milliseconds after its end during which a period may still get calls. Until it is over, every
   * run pulls the period again. At least ten minutes, since clocks differ.
   * @default 172_800_000, 48 hours
   */
  readonly settleTimeMs?: number | undefined
  /**
   * Directory for downloaded files on their way to the target.
   * @default the store's, else a temporary one for each call
   */
  readonly spool?: string | undefined
  /**
   * Advances the unit even if it is not due, for example after a callback. A suspended unit goes on.
   * @default false
   */
  readonly ignoreDueAt?: boolean | undefined
  /** Attributes to send with a create request besides the unit's, such as a callback URL. */
  readonly extraAttributes?:
    Omit<CreateAttributes<ApiVersion, ExportType<ApiVersion>>, 'export_type' | 'filters'> | undefined
  /** Called with every event. */
  readonly onProgress?: ((event: PullEvent) => void) | undefined
  /** Stops the work; the next call goes on from there. */
  readonly signal?: AbortSignal | undefined
}

/** What a call of `advance` has done. */
export interface Advanced<H extends LoadedUnit = LoadedUnit> {
  /** Whether the state is settled: nothing more is done until somebody requests the unit again. */
  readonly done: boolean
  /** Milliseconds until it is worth advancing again; 0 when done. */
  readonly waitMs: number
  /** True when somebody else has the unit and nothing was done. `waitMs` is then the rest of their lease. */
  readonly busy?: true
  /** The state as it is in the store; undefined when somebody else has the unit and has not saved it yet. */
  readonly state: UnitState | undefined
  /** What the target vouches for, once the unit is loaded. */
  readonly loaded?: H
  /** The error that this call met; the state is suspended or closed. */
  readonly error?: ExportsError
}

/** Something that a pull does. */
export type PullEvent =
  | { readonly step: 'creating' }
  | { readonly step: 'waiting'; readonly export_id: string; readonly status: string }
  | ({ readonly step: 'downloading'; readonly export_id: string } & DownloadProgress)
  | { readonly step: 'reading'; readonly rows: number }
  /** So many calls of the file do not start in the period that was asked for. They are kept: find out why. */
  | { readonly step: 'outside'; readonly rows: number }
  /** A new generation has fewer calls than the one it replaces: find out why. */
  | { readonly step: 'shrunk'; readonly before: number; readonly rows: number }

/** What the steps use of a client of one version. */
export type StepClient<V extends ApiVersion = ApiVersion> = Pick<
  JsonClient<V>,
  'apiVersion' | 'origin' | 'create' | 'list' | 'retrieve'
> &
  Downloading<V>

/** A client of any version, as far as the steps use it. */
export type PullClient = { [V in ApiVersion]: StepClient<V> }[ApiVersion] | StepClient
