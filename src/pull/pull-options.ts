import type { DownloadProgress } from '../files/spool.js'
import type { PullFormat } from './manifest.js'
import { MARGIN } from './order.js'

/** What a pull is doing. */
export type PullEvent =
  | { readonly step: 'creating' }
  | { readonly step: 'waiting'; readonly export_id: string; readonly status: string }
  | ({ readonly step: 'downloading'; readonly export_id: string } & DownloadProgress)
  | { readonly step: 'reading'; readonly rows: number }
  /** A new generation has fewer calls than the one it takes the place of: look into it. */
  | { readonly step: 'shrunk'; readonly before: number; readonly rows: number }

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
  readonly finality?: number | undefined
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

export const FINALITY: number = 48 * 3_600_000

/** The shortest: a period that ended in the margin of its order lacks its last calls, whatever the clock of the API. */
export const LEAST_FINALITY: number = 2 * MARGIN
