import { join } from 'node:path'
import { ConfigurationError } from '../errors/configuration-error.js'
import { OverlapError } from '../errors/overlap-error.js'
import { readJson, writeJson } from './json-file.js'
import { overlaps, type Unit, unitKey, unitName } from './unit.js'

export const FORMATS = ['csv.gz', 'ndjson', 'parquet'] as const

export type PullFormat = (typeof FORMATS)[number]

/** A file of the directory, as the manifest vouches for it. */
export interface ManifestEntry {
  readonly unit: Unit
  /** Path below the directory. */
  readonly path: string
  readonly format: PullFormat
  readonly bytes: number
  /** SHA-256 of the file in hex. */
  readonly sha256: string
  readonly rows: number
  readonly unknown_columns: readonly string[]
  readonly generation: number
  /** Whether calls may still be added: the period had ended less than `finality` ago. */
  readonly provisional: boolean
  readonly api_version: string
  readonly export_id: string
  readonly pulled_at: string
}

/** What a directory holds, and where it came from. */
export interface Manifest {
  /** Origin of the API, so that a test bench and production never mix. */
  readonly origin: string
  readonly files: Readonly<Record<string, ManifestEntry>>
}

/** A path of ours: below the directory, by the names we give. */
const PATH = /^type=[^/]+\/account=[^/]+\/period=[^/]+\/dx1-[a-z2-7]{32}\.[a-z.]+$/

const isManifest = (value: Partial<Manifest>): value is Manifest =>
  typeof value.origin === 'string' && value.files instanceof Object && Object.values(value.files).every(isEntry)

const isEntry = (entry: Partial<ManifestEntry> | null): boolean =>
  typeof entry?.path === 'string' && PATH.test(entry.path) && typeof entry.bytes === 'number' && isUnit(entry.unit)

const isUnit = (unit: Partial<Unit> | undefined): boolean =>
  typeof unit?.account === 'string' && typeof unit.from === 'string' && typeof unit.to === 'string' && !!unit.filter

const pathOf = (dir: string): string => join(dir, 'manifest.json')

/**
 * Reads what a directory holds; an empty one holds nothing, of this origin.
 *
 * @throws {ConfigurationError} `other_origin`, when it holds calls of another API.
 */
export const readManifest = async (dir: string, origin: string): Promise<Manifest> => {
  const manifest = await readJson(pathOf(dir), isManifest)
  if (manifest === undefined) return { origin, files: {} }
  if (manifest.origin === origin) return manifest
  throw otherOrigin(dir, manifest.origin, origin)
}

export const otherOrigin = (dir: string, holds: string, asked: string): ConfigurationError =>
  new ConfigurationError('other_origin', `${dir} holds calls from ${holds}, not from ${asked}`, {
    hint: 'Use another directory, so that a test bench and production never mix.',
  })

/** @throws {OverlapError} when the directory holds another unit with calls of this one. */
export const checkOverlap = ({ files }: Manifest, unit: Unit): void => {
  const key = unitKey(unit)
  const other = Object.entries(files).find(([present, entry]) => present !== key && overlaps(unit, entry.unit))
  if (other) throw new OverlapError(unitName(unit), unitName(other[1].unit))
}

export const writeManifest = (dir: string, manifest: Manifest): Promise<void> => writeJson(pathOf(dir), manifest)
