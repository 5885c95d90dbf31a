import { join } from 'node:path'
import { ConfigurationError } from '../errors/configuration-error.js'
import { readJson, writeJson } from './json-file.js'
import type { Held } from './target.js'
import type { Unit } from './unit.js'

export const FORMATS = ['csv.gz', 'ndjson', 'parquet'] as const

/** The forms in which a directory keeps files. */
export type PullFormat = (typeof FORMATS)[number]

/** A file of the directory, as the manifest vouches for it. */
export interface ManifestEntry extends Held {
  /** Path below the directory. */
  readonly path: string
  readonly format: PullFormat
  readonly bytes: number
  /** SHA-256 of the file in hex. */
  readonly sha256: string
  /** Of the lease under which it was loaded. */
  readonly fence: number
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

export const isEntry = (entry: Partial<ManifestEntry> | null): boolean =>
  typeof entry?.path === 'string' &&
  PATH.test(entry.path) &&
  [entry.bytes, entry.rows, entry.generation, entry.fence ?? 0].every(Number.isSafeInteger) &&
  isUnit(entry.unit)

const isUnit = (unit: Partial<Unit> | undefined): boolean =>
  [unit?.account, unit?.export_type, unit?.from, unit?.to].every((text) => typeof text === 'string') &&
  unit?.filter instanceof Object

const manifestPath = (dir: string): string => join(dir, 'manifest.json')

/**
 * Reads what a directory vouches for; undefined when there is none yet.
 *
 * @throws {ConfigurationError} `foreign_file`, when it is damaged, newer than this program, or not ours.
 */
export const readManifest = async (dir: string): Promise<Manifest | undefined> => {
  const manifest = await readJson(manifestPath(dir), isManifest)
  if (manifest === undefined) return undefined
  const files = Object.entries(manifest.files).map(([key, entry]): [string, ManifestEntry] => [key, completed(entry)])
  return { origin: manifest.origin, files: Object.fromEntries(files) }
}

type OldEntry = Omit<ManifestEntry, 'fence' | 'source_sha256'> & Partial<ManifestEntry>

/** Entries of an older form lack what they were made from. */
const completed = (entry: OldEntry): ManifestEntry => ({ fence: 0, source_sha256: entry.sha256, ...entry })

export const otherOrigin = (where: string, holds: string, asked: string): ConfigurationError =>
  new ConfigurationError('other_origin', `${where} holds calls from ${holds}, not from ${asked}`, {
    hint: 'Use another directory, so that a test bench and production never mix.',
  })

export const writeManifest = (dir: string, { origin, files }: Manifest): Promise<void> =>
  writeJson(manifestPath(dir), { origin, files })
