import { join } from 'node:path'
import { ConfigurationError } from '../../errors/configuration-error.js'
import type { Changes } from '../../records/diff-calls.js'
import { type LoadedUnit, otherOrigin } from '../machine/target.js'
import { periodName, type Unit } from '../units/unit.js'
import { openJournal, readJournal } from './journal.js'
import { readJson, writeJson } from './json-file.js'

export const FORMATS = ['csv.gz', 'ndjson', 'parquet'] as const

/** The forms in which a directory keeps files. */
export type PullFormat = (typeof FORMATS)[number]

/** What a generation has changed of the one before. */
export interface GenerationChanges extends Changes {
  /** The generation before. */
  readonly since: number
}

/** A file of the directory, as the manifest vouches for it. */
export interface ManifestEntry extends LoadedUnit {
  /** Path below the directory. */
  readonly path: string
  readonly format: PullFormat
  readonly bytes: number
  /** SHA-256 of the file in hex. */
  readonly sha256: string
  /** Of the lease under which it was loaded. */
  readonly fence: number
  /** What this generation has changed of the calls of the one before, if there was one that could be compared. */
  readonly changes?: GenerationChanges | undefined
}

/** What a directory holds, and where it came from. */
export interface Manifest {
  /** Origin of the API, so that a test bench and production never mix. */
  readonly origin: string
  readonly files: Readonly<Record<string, ManifestEntry>>
}

/** The path of a unit's file below the directory. */
export const pathOf = (unit: Unit, key: string, format: PullFormat): string =>
  join(`type=${unit.export_type}`, `account=${unit.account}`, `period=${periodName(unit)}`, `${key}.${format}`)

/** A path of ours: below the directory, by the names we give. */
const PATH = /^type=[^/]+\/account=[^/]+\/period=[^/]+\/dx1-[a-z2-7]{32}\.[a-z.]+$/

export const isManifest = (value: Partial<Manifest>): value is Manifest =>
  typeof value.origin === 'string' && value.files instanceof Object && Object.values(value.files).every(isEntry)

/** Whether a path below a directory is that of a file of calls, whoever vouches for it. */
export const isCalls = (path: string): boolean =>
  PATH.test(path) && FORMATS.some((format) => path.endsWith(`.${format}`))

const isEntry = (entry: Partial<ManifestEntry> | null): entry is ManifestEntry =>
  typeof entry?.path === 'string' &&
  PATH.test(entry.path) &&
  [entry.bytes, entry.rows, entry.generation, entry.fence ?? 0].every(Number.isSafeInteger) &&
  isUnit(entry.unit)

const isUnit = (unit: Partial<Unit> | undefined): boolean =>
  [unit?.account, unit?.export_type, unit?.from, unit?.to].every((text) => typeof text === 'string') &&
  unit?.filter instanceof Object

export const manifestPath = (dir: string): string => join(dir, 'manifest.json')

/**
 * Reads what a directory vouches for; undefined when there is none yet.
 *
 * @throws {ConfigurationError} `foreign_file`, when it is damaged, newer than this program, or not ours.
 */
const readManifest = async (dir: string): Promise<Manifest | undefined> => {
  const manifest = await readJson(dir, manifestPath(dir), isManifest)
  if (manifest === undefined) return undefined
  const files = Object.entries(manifest.files).map(([key, entry]): [string, ManifestEntry] => [key, completed(entry)])
  return { origin: manifest.origin, files: Object.fromEntries(files) }
}

type OldEntry = Omit<ManifestEntry, 'fence' | 'source_sha256'> & Partial<ManifestEntry>

/** Entries of an older form lack what they were made from. */
const completed = (entry: OldEntry): ManifestEntry => ({ fence: 0, source_sha256: entry.sha256, ...entry })

const writeManifest = (dir: string, { origin, files }: Manifest): Promise<void> =>
  writeJson(manifestPath(dir), { origin, files })

/** A manifest of so few files is written anew with every one. */
const FEW = 64

/** The manifest of a directory while it is being added to. */
export interface ManifestBook {
  readonly files: ReadonlyMap<string, ManifestEntry>
  /** @throws {ConfigurationError} `other_origin`, when the directory holds calls of another API. */
  readonly checkOrigin: (origin: string) => void
  /** Vouches for a file; it lasts when this has resolved. */
  readonly add: (key: string, entry: ManifestEntry, origin: string) => Promise<void>
  /** Brings `manifest.json` up to date. */
  readonly close: () => Promise<void>
}

/** An entry and its place. */
export interface Added {
  readonly key: string
  readonly origin: string
  readonly entry: ManifestEntry
}

export const isAdded = (entry: unknown): entry is Added => {
  const { key, origin, entry: file } = { ...(entry as Partial<Added> | null) }
  return typeof key === 'string' && typeof origin === 'string' && isEntry(file ?? null)
}

export const loadedPath = (dir: string): string => join(dir, '.didww', 'loaded.ndjson')

const filesOf = (manifest: Manifest | undefined, added: readonly Added[]): Map<string, ManifestEntry> =>
  new Map([
    ...Object.entries(manifest?.files ?? {}),
    ...added.map(({ key, entry }): [string, ManifestEntry] => [key, entry]),
  ])

/**
 * Reads what a directory holds, by the key of the unit, without changing anything. A pull may be running.
 *
 * @throws {ConfigurationError} `nothing_held`, when it holds no calls; `foreign_file`, when a file of ours is damaged.
 */
export const readHeld = async (dir: string): Promise<ReadonlyMap<string, ManifestEntry>> => {
  // In this order: what leaves the journal is in the manifest already.
  const { entries } = await readJournal(dir, loadedPath(dir), isAdded)
  const held = filesOf(await readManifest(dir), entries)
  if (held.size > 0) return held
  throw new ConfigurationError('nothing_held', `${dir} holds no calls`, {
    hint: 'Name a directory that `didww-exports pull --out` has written to.',
  })
}

/**
 * Opens the manifest of a directory. With few files `manifest.json` is always the newest; with many, what
 * was added last stands in a journal beside it until it is worth writing all of it, at the latest until
 * `close()`.
 */
export const openManifest = async (dir: string): Promise<ManifestBook> => {
  const manifest = await readManifest(dir)
  const { entries, journal } = await openJournal(dir, loadedPath(dir), isAdded)
  const files = filesOf(manifest, entries)
  let origin = manifest?.origin ?? entries[0]?.origin
  const added = new Map<string, Added>(entries.map((one) => [one.key, one]))

  const fold = async (): Promise<void> => {
    if (added.size === 0 || origin === undefined) return
    const folded = [...added.values()]
    await writeManifest(dir, { origin, files: Object.fromEntries(files) })
    for (const one of folded) if (added.get(one.key) === one) added.delete(one.key)
    await journal.replace(() => added.values())
  }
  let folding: Promise<void> = Promise.resolve()
  const isDue = (): boolean => files.size <= FEW || added.size * 2 > files.size

  const checkOrigin = (asked: string): void => {
    if (origin !== undefined && origin !== asked) throw otherOrigin(dir, origin, asked)
  }
  return {
    files,
    checkOrigin,
    add: async (key, entry, from) => {
      checkOrigin(from)
      origin = from
      const one = { key, origin, entry }
      await journal.append(one)
      files.set(key, entry)
      added.set(key, one)
      // Whoever came before is told of their own failure.
      if (isDue()) await (folding = folding.catch(() => undefined).then(() => (isDue() ? fold() : undefined)))
    },
    close: async () => {
      await folding.catch(() => undefined)
      await fold().finally(journal.close)
    },
  }
}
