/// <reference lib="esnext.disposable" preserve="true" />
import type { ApiVersion } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import type { Follow } from '../../files/growing-file.js'
import type { Conversion } from '../../records/convert-text.js'
import type { Unit } from '../units/unit.js'

/** What a target vouches for: the calls of one generation of a unit, all of them, once. */
export interface LoadedUnit {
  readonly unit: Unit
  readonly generation: number
  readonly rows: number
  /** SHA-256, in hex, of the verified file that it was made from. */
  readonly source_sha256: string
  readonly unknown_columns: readonly string[]
  /**
   * The layout of that file, by its name among those of its version and export type; undefined when it was loaded
   * before layouts were remembered.
   */
  readonly layout?: string | undefined
  /** Whether calls may still be added: the period had ended less than `settleTimeMs` before it was asked for. */
  readonly provisional: boolean
  readonly api_version: ApiVersion
  readonly export_id: string
  /** ISO 8601. */
  readonly pulled_at: string
}

/** A verified file of a unit, and what is to be remembered with its calls. */
export interface Load {
  readonly key: string
  readonly unit: Unit
  readonly generation: number
  /** Of the lease under which it is loaded: a target that has seen a later one refuses. */
  readonly fence: number
  /** Origin of the API, so that a test bench and production never mix. */
  readonly origin: string
  readonly apiVersion: ApiVersion
  readonly exportId: string
  readonly provisional: boolean
  /** Milliseconds since 1970. */
  readonly pulledAt: number
  /** The file as the API sent it, `.csv.gz`, verified to its trailer; it stays the caller's. */
  readonly path: string
  /** SHA-256 of the file in hex. */
  readonly sha256: string
  /** Told now and then how many records have been taken in. */
  readonly onRows: (rows: number) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Where calls go: a directory of files, or a table of Postgres with its ledger.
 *
 * A target holds of each unit one generation or none, whole; what it holds never overlaps. Calls and
 * what vouches for them appear in one step, so that a crash at any instant leaves the old or the new.
 */
export interface Target<H extends LoadedUnit = LoadedUnit> extends AsyncDisposable {
  /**
   * Refuses, before anything is asked of the API, what could not be loaded.
   *
   * @throws {OverlapError} when it holds another unit with calls of this one.
   * @throws {ConfigurationError} `other_origin`, when it holds calls of another API.
   */
  readonly check: (unit: Unit, origin: string) => Promise<void>
  /**
   * What it holds of a unit, or undefined. `intact` says whether it is still there in the form that is
   * asked for; if not, the unit is pulled anew. Costs little: nothing is read through.
   */
  readonly loaded: (unit: Unit) => Promise<(H & { readonly intact: boolean }) | undefined>
  /**
   * Puts the calls of a file in, in the place of an earlier generation of the unit. Loading the same
   * generation of the same file again changes nothing. Every row is read before anything is vouched for.
   *
   * @returns what is held now; undefined, with nothing changed, when a later fence or a later
   * generation of the unit has been here.
   * @throws {OverlapError} and {ConfigurationError} as `check` does.
   * @throws {RecordFormatError} when a row cannot be read; what was held before stays.
   */
  readonly load: (load: Load) => Promise<H | undefined>
  /**
   * Reads a file while it arrives at `path`, so that little is left to do for `load`; what it makes is
   * provisional until then, and thrown away by `discard`.
   */
  readonly follow?: ((path: string, conversion: Conversion) => Promise<Follow>) | undefined
  /** Removes what `follow` has made of the file at a path. */
  readonly discard?: ((path: string) => Promise<void>) | undefined
  /** Gives up what is held of the machine. */
  readonly close: () => Promise<void>
}

export const otherOrigin = (where: string, holds: string, asked: string): ConfigurationError =>
  new ConfigurationError('other_origin', `${where} holds calls from ${holds}, not from ${asked}`, {
    hint: 'Use another directory, so that a test bench and production never mix.',
  })
