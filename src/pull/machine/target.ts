/// <reference lib="esnext.disposable" preserve="true" />
import type { ApiVersion } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import type { Follow } from '../../files/growing-file.js'
import type { Conversion } from '../../records/conversion.js'
import type { Unit } from '../units/unit.js'

/** What a target vouches for: it has all calls of one generation of a unit, each once. */
export interface LoadedUnit {
  readonly unit: Unit
  readonly generation: number
  readonly rows: number
  /** SHA-256, in hex, of the verified file that the calls come from, as the API sent it. */
  readonly source_sha256: string
  /** The column by which the calls of the period were taken out of a file that has those of a whole month or day. */
  readonly narrowed_by?: string | undefined
  /** Calls that start outside the period, as far as a column says so. They are kept, and should be looked at. */
  readonly outside?: number | undefined
  readonly unknown_columns: readonly string[]
  /**
   * Name of the file's layout among those of its version and export type; undefined when the unit was loaded by a
   * version of this package that did not save it.
   */
  readonly layout?: string | undefined
  /** Whether calls may be missing: the period had not settled when the export was requested. */
  readonly provisional: boolean
  readonly api_version: ApiVersion
  readonly export_id: string
  /** ISO 8601. */
  readonly pulled_at: string
}

/** A verified file of a unit, and what to save with its calls. */
export interface Load {
  readonly key: string
  readonly unit: Unit
  readonly generation: number
  /** Fence of the lease under which it is loaded. A target that has seen a later one refuses it. */
  readonly fence: number
  /** Origin of the API, so that sandbox and production never mix. */
  readonly origin: string
  readonly apiVersion: ApiVersion
  readonly exportId: string
  readonly provisional: boolean
  /** Milliseconds since 1970. */
  readonly pulledAt: number
  /** The `.csv.gz` file, verified to its trailer: as the API sent it, or narrowed to the period. The caller keeps it. */
  readonly path: string
  /** SHA-256 of that file in hex. */
  readonly sha256: string
  /** Set when the file was narrowed: by which column, and the SHA-256 of the file as the API sent it. */
  readonly narrowed?: { readonly by: string; readonly source_sha256: string } | undefined
  /** Called now and then with the number of records read so far. */
  readonly onRows: (rows: number) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Holds calls: in a directory of files, or in a table of Postgres with its ledger.
 *
 * A target holds one whole generation of a unit, or none of the unit. Its units never overlap. The calls and the
 * entry that vouches for them change in one step: a crash at any instant leaves the old or the new generation.
 */
export interface Target<H extends LoadedUnit = LoadedUnit> extends AsyncDisposable {
  /**
   * Refuses a unit that could not be loaded, before any request is sent to the API.
   *
   * @throws {OverlapError} when it holds another unit with calls of this one.
   * @throws {ConfigurationError} `other_origin`, when it holds calls of another API.
   */
  readonly check: (unit: Unit, origin: string) => Promise<void>
  /**
   * What it vouches for of a unit, or undefined. `intact` says whether the calls are still there in the format that is
   * wanted; if not, the unit is pulled again. This is cheap: no file is read.
   */
  readonly loaded: (unit: Unit) => Promise<(H & { readonly intact: boolean }) | undefined>
  /**
   * Loads the calls of a file, in place of an earlier generation of the unit. Loading the same generation of the same
   * file again changes nothing. Every row is read before the target vouches for any.
   *
   * @returns what the target vouches for now; undefined, with nothing changed, when it has seen a later fence or a
   * later generation of the unit.
   * @throws {OverlapError} and {ConfigurationError} as `check` does.
   * @throws {RecordFormatError} when a row cannot be read; the earlier generation stays.
   */
  readonly load: (load: Load) => Promise<H | undefined>
  /**
   * Reads a file while it is downloaded to `path`, so that `load` has little left to do. What it makes of the file
   * counts for nothing until then; `discard` removes it.
   */
  readonly follow?: ((path: string, conversion: Conversion) => Promise<Follow>) | undefined
  /** Removes what `follow` has made of the file at `path`. */
  readonly discard?: ((path: string) => Promise<void>) | undefined
  /** Frees what is held of the machine: a lock, files. */
  readonly close: () => Promise<void>
}

/** SHA-256 of the file of a load as the API sent it. */
export const sourceOf = ({ sha256, narrowed }: Load): string => narrowed?.source_sha256 ?? sha256

export const otherOrigin = (where: string, holds: string, asked: string): ConfigurationError =>
  new ConfigurationError('other_origin', `${where} holds calls from ${holds}, not from ${asked}`, {
    hint: 'Use another directory or schema, so that sandbox and production never mix.',
  })
