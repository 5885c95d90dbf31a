import type { ApiVersion } from '../../generated/versions.js'
import type { CompletedExport } from '../client/types.js'
import type { AnyClient } from '../versioned-client.js'
import type { Clock } from '../http/clock.js'
import type { AdvanceContext } from './advance-context.js'
import type { Hold } from './hold.js'
import type { Unit } from './unit.js'
import type { UnitState } from './unit-state.js'
import type { Held } from './target.js'

/** What the steps of one turn work with. */
export interface Turn<H extends Held = Held> extends Pick<AdvanceContext<H>, 'target' | 'extra' | 'onProgress'> {
  readonly unit: Unit
  readonly client: Pick<AnyClient, 'apiVersion' | 'origin' | 'create' | 'list' | 'retrieve' | 'download'>
  readonly clock: Clock
  readonly random: () => number
  readonly finality: number
  readonly signal: AbortSignal
  readonly fence: number
  /** Directory for files on their way. */
  readonly spool: string
  /** The completed export, once this turn has seen it. */
  readonly seen: { completed?: CompletedExport<ApiVersion> }
  readonly save: (state: UnitState) => Promise<void>
  readonly check: Hold['check']
}
