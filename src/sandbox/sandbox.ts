/// <reference lib="esnext.disposable" preserve="true" />
import type { ApiVersion } from '../../generated/versions.js'
import type { Delivery } from './callbacks/deliveries.js'
import type { SandboxRecord } from './calls/records.js'
import type { Trunk } from './calls/world.js'
import type { Duration } from './duration.js'
import type { Fault, FiredFault } from './faults/fault.js'
import type { FileFacts } from './file.js'
import type { LoggedRequest } from './request-log.js'
import type { SandboxClock } from './sandbox-clock.js'
import type { Filters } from './store.js'

/** An export as the sandbox knows it, whatever version is asked. */
export interface SandboxExport {
  readonly id: string
  readonly export_type: string
  /** As they were given, also where the version does not tell them. */
  readonly filters: Filters
  /** How far it is. */
  readonly status: 'pending' | 'processing' | 'completed' | 'deleted'
  readonly created_at: string
  readonly completed_at: string
  /** When it and its file are deleted, a month after completion. */
  readonly deleted_at: string
  readonly callback_url: string | null
  readonly callback_method: string | null
  readonly external_reference_id: string | null
  /** The version it was created with, whose columns its file has. */
  readonly api_version: ApiVersion
  /** Name of its file, `<uuid>.csv.gz`. */
  readonly file: string
}

/** Which calls to tell: what `create()` takes, or the id of an export. */
export type CallsFilter =
  | string
  | {
      readonly export_type: string
      readonly filters: Readonly<Record<string, unknown>>
      /** @default the account's version */
      readonly apiVersion?: ApiVersion
    }

/** An API of one's own that obeys the same documents, with an account, calls and a clock. */
export interface Sandbox extends AsyncDisposable {
  /** Origin for clients: where it listens, or before that one that only `fetch` answers. */
  readonly url: string
  readonly apiKey: string
  /** What callbacks are signed with. */
  readonly callbackSecret: string
  /** Origin of its token service, for clients of versions that take tokens: the same as `url`. */
  readonly authUrl: string
  /** To be given to clients, so that their waiting takes no time. Once it is taken, time passes by it only. */
  readonly clock: Pick<SandboxClock, 'now' | 'sleep' | 'advance'>
  /** The numbers of the account. */
  readonly dids: readonly string[]
  /** The voice out trunks of the account. */
  readonly trunks: readonly Trunk[]
  /** Every export ever created, deleted ones too, oldest first. */
  readonly exports: readonly SandboxExport[]
  /** Every request, in the order they came, secrets masked. */
  readonly requests: readonly LoggedRequest[]
  /** The faults that happened. */
  readonly fired: readonly FiredFault[]
  /** Every attempt to deliver a callback that is over, in the order they ended. */
  readonly deliveries: readonly Delivery[]
  /** Answers a request without a socket; it can be given to a client as its `fetch`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>
  /** Serves on 127.0.0.1, on a free port unless one is given, and gives the origin. */
  readonly listen: (options?: { readonly port?: number | undefined }) => Promise<string>
  /** Moves the clock on. */
  readonly advance: (by: Duration) => void
  /**
   * The calls that files are made of, as `decodeRecords` is to give them. By the id of an export, those of its
   * file; by filters, those that have begun by now.
   */
  readonly calls: (filter: CallsFilter) => SandboxRecord[]
  /** Length, digest and rows of the file of an export. */
  readonly measure: (id: string) => Promise<FileFacts>
  /** Adds faults; the function that is returned takes them away again. */
  readonly inject: (...faults: readonly Fault[]) => () => void
  /** Closes the socket and every connection; callbacks that are due are not delivered any more. */
  readonly close: () => Promise<void>
}
