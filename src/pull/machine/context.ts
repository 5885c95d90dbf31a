import type { ApiVersion } from '../../../generated/versions.js'
import type { CompletedExport, CreateAttributes, ExportType } from '../../api/types.js'
import type { JsonClient } from '../../client/client.js'
import type { ExportsError } from '../../errors/exports-error.js'
import type { Downloading } from '../../files/download-export.js'
import type { Clock } from '../../http/clock.js'

import type { DownloadProgress } from '../../files/transfer.js'
import { CLOCK_MARGIN_MS } from '../units/create-request.js'
import type { Unit } from '../units/unit.js'
import type { Store } from './store.js'
import type { LoadedUnit, Target } from './target.js'
import type { UnitState } from './unit-state.js'

/** What a pull is doing. */
export type PullEvent =
  | { readonly step: 'creating' }
  | { readonly step: 'waiting'; readonly export_id: string; readonly status: string }
  | ({ readonly step: 'downloading'; readonly export_id: string } & DownloadProgress)
  | { readonly step: 'reading'; readonly rows: number }
  /** A new generation has fewer calls than the one it takes the place of: look into it. */
  | { readonly step: 'shrunk'; readonly before: number; readonly rows: number }

/** What the steps use of a client of one version. */
export type StepClient<V extends ApiVersion = ApiVersion> = Pick<
  JsonClient<V>,
  'apiVersion' | 'origin' | 'create' | 'list' | 'retrieve'
> &
  Downloading<V>

/** A client of any version, as far as the steps use it. */
export type PullClient = { [V in ApiVersion]: StepClient<V> }[ApiVersion] | StepClient

/** What a unit is advanced with. */
export interface AdvanceContext<H extends LoadedUnit = LoadedUnit> {
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
  readonly settleTimeMs?: number | undefined
  /**
   * Directory for files on their way to the target.
   * @default the store's, else a temporary one for each turn
   */
  readonly spool?: string | undefined
  /**
   * Looks although it is not due yet: after a hint of a callback, or because somebody asked. A suspended unit
   * goes on.
   * @default false
   */
  readonly ignoreDueAt?: boolean | undefined
  /** What is sent with a create besides the unit: where to be called back. */
  readonly extraAttributes?:
    Omit<CreateAttributes<ApiVersion, ExportType<ApiVersion>>, 'export_type' | 'filters'> | undefined
  /** Told of everything that happens. */
  readonly onProgress?: ((event: PullEvent) => void) | undefined
  /** Ends the turn; the next one goes on from there. */
  readonly signal?: AbortSignal | undefined
}

/** What a turn has come to. */
export interface Advanced<H extends LoadedUnit = LoadedUnit> {
  /** Whether nothing more is to be done until somebody asks for the unit anew: the state is settled. */
  readonly done: boolean
  /** Milliseconds until it is worth advancing again; 0 when done. */
  readonly waitMs: number
  /** Whether nothing was done, since somebody else has the unit; `after` is the rest of their lease then. */
  readonly busy?: true
  /** The state as it is in the store; undefined when somebody else has the unit before its first save. */
  readonly state: UnitState | undefined
  /** What the target holds, once it is loaded. */
  readonly loaded?: H
  /** What it failed with in this turn; the state is suspended or closed then. */
  readonly error?: ExportsError
}

/** What the steps of one turn work with. */
export interface StepContext<H extends LoadedUnit = LoadedUnit> extends Pick<
  AdvanceContext<H>,
  'target' | 'extraAttributes' | 'onProgress'
> {
  readonly unit: Unit
  readonly client: StepClient
  readonly clock: Clock
  readonly random: () => number
  readonly settleTimeMs: number
  readonly signal: AbortSignal
  readonly fence: number
  /** Directory for files on their way. */
  readonly spool: string
  /** The completed export, once this turn has seen it. */
  readonly seen: { completed?: CompletedExport<ApiVersion> }
  readonly save: (state: UnitState) => Promise<void>
  readonly check: () => void
}

export const DEFAULT_SETTLE_TIME_MS: number = 48 * 3_600_000

/** The shortest: a period that ended in the margin of its order lacks its last calls, whatever the clock of the API. */
export const MIN_SETTLE_TIME_MS: number = 2 * CLOCK_MARGIN_MS
