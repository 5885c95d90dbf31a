import type { ApiVersion } from '../../generated/versions.js'
import type { Deliveries } from './callbacks/deliveries.js'
import type { World } from './calls/world.js'
import type { Endpoint } from './document/endpoint.js'
import type { ApiDescription } from './document/load.js'
import type { FileCache } from './file.js'
import type { SandboxClock } from './sandbox-clock.js'
import type { ExportStore } from './store.js'
import type { ApiRequest } from './wire/request.js'

/** The account and all that belongs to it. */
export interface Account {
  readonly clock: SandboxClock
  readonly store: ExportStore
  readonly world: World
  readonly files: FileCache
  readonly deliveries: Deliveries
  readonly apiKey: string
  /** The default version, and the oldest that is served. */
  readonly apiVersion: ApiVersion
  readonly ranges: boolean
}

/** How a fault changes an operation. */
export interface Bend {
  /** The export is created so many milliseconds later. */
  readonly late?: number
  /** Exports younger than this, in milliseconds, are not listed. */
  readonly lag?: number
  /** An earlier status is reported: one step back, or this one. */
  readonly stale?: string | true
  /** Called once, when the fault has had an effect. */
  readonly fire: () => void
}

/** What an operation works with. */
export interface Context {
  readonly account: Account
  readonly request: ApiRequest
  readonly api: ApiDescription
  readonly endpoint: Endpoint
  /** Parts of the path. */
  readonly path: Readonly<Record<string, string>>
  readonly now: number
  readonly bend: Bend
}
