import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiVersion, ExportType } from '../../api/types.js'
import type { Lock } from '../../disk/lock.js'
import { sha256Of } from '../../disk/read-file.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { checkDuckdb } from '../../records/duckdb.js'
import { type Load, sourceOf, type Target } from '../machine/target.js'
import { createOverlapIndex, type OverlapIndex } from '../units/overlap.js'
import { periodOf, unitKey } from '../units/unit.js'
import { changesOf } from './changes.js'
import { createConverter } from './commit.js'
import { type DirectoryLockOptions, lockDirectory } from './directory-lock.js'
import { keepEarlier } from './earlier.js'
import { FORMATS, type ManifestBook, type ManifestEntry, openManifest, pathOf, type PullFormat } from './manifest.js'

/** Options of a target in a directory. */
export interface DirectoryTargetOptions extends DirectoryLockOptions {
  /**
   * Format of the files.
   * @default 'csv.gz', byte for byte as the API sent them
   */
  readonly format?: PullFormat | undefined
  /**
   * Reads every file that is there again, and pulls its unit anew when it is not what was written. Otherwise size and name
   * are trusted.
   * @default false
   */
  readonly verify?: boolean | undefined
  /**
   * How many earlier generations of a unit to keep, below `dir/.didww/earlier`, when a later one replaces them.
   * @default 0
   */
  readonly keepGenerations?: number | undefined
}

interface Opened extends AsyncDisposable, Pick<Lock, 'confirm'> {
  readonly book: ManifestBook
  readonly index: OverlapIndex
}

/**
 * Keeps calls in files, `dir/type=…/account=…/period=…/KEY.csv.gz`, and lists them in `dir/manifest.json`. One process
 * owns the directory from the first use until `close()`.
 *
 * A partial file never has its final name. A new generation replaces the old one. The directory remembers which API its
 * calls come from.
 *
 * @throws {ConfigurationError} `invalid_option`, when there is no such format. From its methods: `in_use`, when another
 * process has the directory; `foreign_file`, when its manifest is damaged or newer.
 * @example
 * await using target = directoryTarget('cdrs', { format: 'ndjson' })
 */
export const directoryTarget = (dir: string, options: DirectoryTargetOptions = {}): DirectoryTarget => {
  const { format = 'csv.gz', keepGenerations = 0 } = options
  if (typeof dir !== 'string' || dir === '') throw invalid('dir must be the name of a directory')
  if (!FORMATS.includes(format)) throw invalid(`format must be one of ${FORMATS.join(', ')}`)
  if (!Number.isSafeInteger(keepGenerations) || keepGenerations < 0) {
    throw invalid('keepGenerations must be a whole number, 0 or more')
  }
  const converter = createConverter(format)
  let opening: Promise<Opened> | undefined
  const opened = (): Promise<Opened> => (opening ??= open(dir, options))

  /** Files that were read again, by path, with what they had. */
  const verified = new Map<string, string>()
  const isVerified = async ({ path, sha256 }: ManifestEntry): Promise<boolean> => {
    if (!options.verify) return true
    const found = verified.get(path) ?? (await sha256Of(join(dir, path)))
    verified.set(path, found)
    return found === sha256
  }
  const isIntact = async (entry: ManifestEntry): Promise<boolean> =>
    entry.format === format &&
    (await stat(join(dir, entry.path)).catch(() => undefined))?.size === entry.bytes &&
    (await isVerified(entry))

  const put = async (
    { book, confirm }: Opened,
    load: Load,
    before: ManifestEntry | undefined,
  ): Promise<ManifestEntry> => {
    const { key, unit, generation, fence, path, sha256, apiVersion, narrowed, onRows, signal } = load
    const exportType = unit.export_type as ExportType<ApiVersion>
    const spooled = { path, sha256, apiVersion, exportType, period: periodOf(unit), onRows, signal }
    const to = pathOf(unit, key, format)
    const replaced = before && before.source_sha256 !== sourceOf(load) ? before : undefined
    const changes = replaced && (await changesOf(join(dir, replaced.path), replaced, load))
    await confirm()
    if (replaced && keepGenerations > 0) {
      const path = join(dir, replaced.path)
      await keepEarlier(dir, { ...replaced, key, path }, keepGenerations)
    }
    const entry: ManifestEntry = {
      unit,
      path: to,
      format,
      ...(await converter.commit(spooled, join(dir, to))),
      source_sha256: sourceOf(load),
      ...(narrowed && { narrowed_by: narrowed.by }),
      generation,
      fence,
      provisional: load.provisional,
      api_version: apiVersion,
      export_id: load.exportId,
      pulled_at: new Date(load.pulledAt).toISOString(),
      ...(changes && { changes }),
    }
    await confirm()
    verified.delete(to)
    await book.add(key, entry, load.origin)
    if (before && before.path !== to) await rm(join(dir, before.path), { force: true })
    return entry
  }

  const target: DirectoryTarget = {
    check: async (unit, origin) => {
      if (format === 'parquet') await checkDuckdb()
      const { book, index } = await opened()
      book.checkOrigin(origin)
      index.check(unitKey(unit), unit)
    },
    loaded: async (unit) => {
      const { book } = await opened()
      const entry = book.files.get(unitKey(unit))
      return entry && { ...entry, intact: await isIntact(entry) }
    },
    load: async (load) => {
      const { key, unit, generation, fence, origin } = load
      const open = await opened()
      open.book.checkOrigin(origin)
      open.index.check(key, unit)
      const before = open.book.files.get(key)
      if (before && (before.fence > fence || before.generation > generation)) return undefined
      const isThere = before?.generation === generation && before.source_sha256 === sourceOf(load)
      if (isThere && (await isIntact(before))) return before
      // From here on no overlapping unit can be loaded.
      open.index.add(key, unit)
      try {
        return await put(open, load, before)
      } catch (error) {
        if (!before) open.index.remove(key, unit)
        throw error
      }
    },
    follow: (path, conversion) => Promise.resolve(converter.follow(path, conversion)),
    discard: converter.discard,
    close: async () => {
      const open = await opening?.catch(() => undefined)
      opening = undefined
      await open?.[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]: () => target.close(),
  }
  return target
}

/** A target in a directory. A loaded unit says where its file is. */
export type DirectoryTarget = Target<ManifestEntry>

const invalid = (what: string): ConfigurationError => new ConfigurationError('invalid_option', what)

const open = async (dir: string, options: DirectoryLockOptions): Promise<Opened> => {
  const lock = await lockDirectory(join(dir, '.didww', 'target.lock'), options)
  try {
    const book = await openManifest(dir)
    const index = createOverlapIndex([...book.files].map(([key, { unit }]) => [key, unit]))
    return {
      book,
      index,
      confirm: lock.confirm,
      [Symbol.asyncDispose]: () => book.close().finally(() => lock[Symbol.asyncDispose]()),
    }
  } catch (error) {
    await lock[Symbol.asyncDispose]()
    throw error
  }
}
