/// <reference lib="esnext.disposable" preserve="true" />
import type { ApiVersion } from '../../generated/versions.js'
import type { Delivery } from './callbacks/deliveries.js'
import type { SandboxRecord } from './calls/records.js'
import type { Trunk } from './calls/world.js'
import type { Duration } from '../periods/duration.js'
import type { Fault, FiredFault } from './faults/fault.js'
import type { FileFacts } from './file.js'
import type { LoggedRequest } from './request-log.js'
import type { SandboxClock } from './sandbox-clock.js'
import type { Filters } from './store.js'

/** An export as the sandbox knows it, independent of versions. */
export interface SandboxExport {
  readonly id: string
  readonly export_type: string
  /** As they were given, even if the version does not return them. */
  readonly filters: Filters
  /** Its progress. */
  readonly status: 'pending' | 'processing' | 'completed' | 'deleted'
  readonly created_at: string
  readonly completed_at: string
  /** When it and its file are deleted, a month after completion. */
  readonly deleted_at: string
  readonly callback_url: string | null
  readonly callback_method: string | null
  readonly external_reference_id: string | null
  /** The version it was created with; its file has the columns of that version. */
  readonly api_version: ApiVersion
  /** Name of its file, `<uuid>.csv.gz`. */
  readonly file: string
}

/** Which calls to return: what `create()` takes, or the id of an export. */
export type CallsFilter =
  | string
  | {
      readonly export_type: string
      readonly filters: Readonly<Record<string, unknown>>
      /** @default the account's version */
      readonly apiVersion?: ApiVersion
    }

/** A test API that obeys the same documents, with an account, calls and a clock. */
export interface Sandbox extends AsyncDisposable {
  /** Origin for clients: where it listens, or before that an origin for `fetch` only. */
  readonly url: string
  readonly apiKey: string
  /** The callback secret of the account. It or `apiKey` signs callbacks; see the option `callbacksSignedWith`. */
  readonly callbackSecret: string
  /** Origin of its token service, for clients of versions that take tokens: the same as `url`. */
  readonly authUrl: string
  /** A clock for clients, so that waiting takes no time. */
  readonly clock: Pick<SandboxClock, 'now' | 'sleep' | 'advance'>
  /** The DIDs of the account. */
  readonly dids: readonly string[]
  /** The voice out trunks of the account. */
  readonly trunks: readonly Trunk[]
  /** Every export, including deleted ones, oldest first. */
  readonly exports: readonly SandboxExport[]
  /** Every request in order, with secrets masked. */
  readonly requests: readonly LoggedRequest[]
  /** The faults that happened. */
  readonly fired: readonly FiredFault[]
  /** Every finished attempt to deliver a callback, in order. */
  readonly deliveries: readonly Delivery[]
  /** Answers a request without a socket. Give it to a client as `fetch`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>
  /** Listens on 127.0.0.1, on a free port by default, and returns the origin. */
  readonly listen: (options?: { readonly port?: number | undefined }) => Promise<string>
  /** Moves the clock on. */
  readonly advance: (by: Duration) => void
  /**
   * The calls that files are made of, as `decodeRecords` should give them: those of an export by its id, or those that
   * filters select up to now.
   */
  readonly calls: (filter: CallsFilter) => SandboxRecord[]
  /** Length, digest and rows of the file of an export. */
  readonly measure: (id: string) => Promise<FileFacts>
  /** Adds faults; the returned function removes them. */
  readonly inject: (...faults: readonly Fault[]) => () => void
  /** Closes the socket and every connection. Pending callbacks are not delivered. */
  readonly close: () => Promise<void>
}
