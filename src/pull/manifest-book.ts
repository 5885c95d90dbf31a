import { join } from 'node:path'
import { ConfigurationError } from '../errors/configuration-error.js'
import { openJournal } from './journal.js'
import { isEntry, type ManifestEntry, otherOrigin, readManifest, writeManifest } from './manifest.js'

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

interface Added {
  readonly key: string
  readonly origin: string
  readonly entry: ManifestEntry
}

const isAdded = (entry: unknown): entry is Added => {
  const { key, origin, entry: file } = entry as Partial<Added>
  return typeof key === 'string' && typeof origin === 'string' && isEntry(file ?? null)
}

/**
 * Opens the manifest of a directory. With few files `manifest.json` is always the newest; with many, what
 * was added last stands in a journal beside it until it is worth writing all of it, at the latest until
 * `close()`.
 */
export const openManifest = async (dir: string): Promise<ManifestBook> => {
  const manifest = await readManifest(dir)
  const path = join(dir, '.didww', 'loaded.ndjson')
  const { entries, journal } = await openJournal<unknown>(path)
  if (!entries.every(isAdded)) {
    await journal.close()
    throw new ConfigurationError('foreign_file', `${path} holds an entry that is not ours`, {
      hint: 'Use another directory, or move this file away.',
    })
  }
  const files = new Map([
    ...Object.entries(manifest?.files ?? {}),
    ...entries.map(({ key, entry }): [string, ManifestEntry] => [key, entry]),
  ])
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
