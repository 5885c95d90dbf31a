import { access, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { syncFolder } from '../../disk/part-file.js'
import { onDisk } from '../../disk/storage.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { type DirectoryLockOptions, lockDirectory } from './directory-lock.js'
import { filesIn, fromFile, isKept, isStateFile, journalOf, type Kept } from './directory-store.js'
import { inspectJournal, openJournal, readJournal } from './journal.js'
import { inspectJson, readJson, readText, unreadable } from './json-file.js'
import {
  type Added,
  isAdded,
  isCalls,
  isManifest,
  loadedPath,
  type ManifestBook,
  manifestPath,
  openManifest,
} from './manifest.js'
import { verifyFile } from './verify-file.js'

/** One thing that a repair found and did. */
export interface Repair {
  /** Path below the directory. */
  readonly path: string
  /**
   * `set_aside`: a damaged file has another name now, and what could be read of it is kept. `restored`: a file of calls
   * was verified and is in the manifest again. `not_restored`: a file of calls stays where it is, but nothing vouches
   * for it; the next pull of its unit replaces it.
   */
  readonly result: 'set_aside' | 'restored' | 'not_restored'
  /** What was done, or why it was not, in words. */
  readonly note: string
}

/** Options of a repair. */
export interface RepairOptions extends DirectoryLockOptions {
  /** Told of everything that is found, at once. */
  readonly onRepair?: ((repair: Repair) => void) | undefined
}

/**
 * Repairs a directory of `pull` whose own files were damaged, by a power cut or by hand: state files and journals are
 * set aside, and the manifest is rebuilt from what is sound in it, from the states of units, and from files of calls,
 * each of which is read and verified. No file is removed. A directory that is sound stays as it is.
 *
 * @returns what was found and done, in order.
 * @throws {ConfigurationError} `nothing_held`, when it is no directory of `pull`; `in_use`, when another process has it;
 * `foreign_file`, when a file in it is newer than this package or of another program; `missing_peer`, when a Parquet
 * file needs DuckDB.
 * @example
 * for (const { path, result, note } of await repairDirectory('cdrs')) console.log(path, result, note)
 */
export const repairDirectory = async (dir: string, options: RepairOptions = {}): Promise<Repair[]> => {
  const folder = join(dir, '.didww')
  await access(folder).catch((cause: unknown) => {
    throw new ConfigurationError('nothing_held', `${dir} is not a directory of a pull`, {
      cause,
      hint: 'Name a directory that `didww-exports pull --out` has written to.',
    })
  })
  const repairs: Repair[] = []
  const tell = (path: string, result: Repair['result'], note: string): void => {
    const repair: Repair = { path: relative(dir, path), result, note }
    repairs.push(repair)
    options.onRepair?.(repair)
  }
  await using _store = await lockDirectory(join(folder, 'lock'), options)
  await using _target = await lockDirectory(join(folder, 'target.lock'), options)
  await repairJournal(dir, journalOf(folder), isKept, tell)
  await repairJournal(dir, loadedPath(dir), isAdded, tell)
  await repairStates(dir, folder, tell)
  const sound = await repairManifest(dir, tell)
  const book = await openManifest(dir)
  try {
    for (const { key, entry, origin } of sound) await book.add(key, entry, origin)
    await restoreFiles(dir, folder, book, options.signal, tell)
  } finally {
    await book.close()
  }
  return repairs
}

type Tell = (path: string, result: Repair['result'], note: string) => void

/** Gives a file a name that nothing reads, and says which. */
const setAside = async (path: string): Promise<string> => {
  for (let n = 1; ; n += 1) {
    const aside = n === 1 ? `${path}.damaged` : `${path}.damaged-${n}`
    const isTaken = await access(aside).then(
      () => true,
      () => false,
    )
    if (isTaken) continue
    await onDisk('rename', path, () => rename(path, aside))
    await onDisk('write', path, () => syncFolder(dirname(path)))
    return relative(dirname(path), aside)
  }
}

/** A journal keeps every entry whose checksum holds. */
const repairJournal = async (
  dir: string,
  path: string,
  isOurs: (entry: unknown) => entry is object,
  tell: Tell,
): Promise<void> => {
  const { kind, entries } = await inspectJournal(path)
  if (kind === 'newer') throw unreadable(dir, path, kind)
  const sound = entries.filter(isOurs)
  if (kind === 'whole' && sound.length === entries.length) return
  const aside = await setAside(path)
  const { journal } = await openJournal(dir, path, isOurs)
  await journal.replace(() => sound).finally(journal.close)
  tell(path, 'set_aside', `as ${aside}; entries that can be read, and are kept: ${sound.length}`)
}

const repairStates = async (dir: string, folder: string, tell: Tell): Promise<void> => {
  for (const name of await stateNames(folder)) {
    const path = join(folder, 'units', name)
    const { kind } = await inspectJson(path, isStateFile(keyIn(name)))
    if (kind === 'newer' || kind === 'foreign') throw unreadable(dir, path, kind)
    if (kind !== 'damaged') continue
    tell(path, 'set_aside', `as ${await setAside(path)}; the next pull starts from what the manifest says of its unit`)
  }
}

/** The key of the unit that a file is named after. */
const keyIn = (name: string): string => name.slice(0, name.indexOf('.'))

const stateNames = async (folder: string): Promise<string[]> => {
  const isThere = await access(join(folder, 'units')).then(
    () => true,
    () => false,
  )
  return isThere ? filesIn(folder) : []
}

/** A damaged manifest is set aside. Returns its entries that are sound. */
const repairManifest = async (dir: string, tell: Tell): Promise<Added[]> => {
  const path = manifestPath(dir)
  const { kind } = await inspectJson(path, isManifest)
  if (kind === 'newer' || kind === 'foreign') throw unreadable(dir, path, kind)
  if (kind !== 'damaged') return []
  const text = (await readText(path)) ?? ''
  const added = entriesIn(text)
  tell(path, 'set_aside', `as ${await setAside(path)}; entries that can be read, and are kept: ${added.length}`)
  return added
}

const entriesIn = (text: string): Added[] => {
  try {
    const { origin, files } = JSON.parse(text) as { origin?: string; files?: object }
    return Object.entries(files ?? {})
      .map(([key, entry]) => ({ key, entry: entry as unknown, origin }))
      .filter(isAdded)
  } catch {
    return []
  }
}

/** Puts files into the manifest that their units vouch for, and names those that nothing vouches for. */
const restoreFiles = async (
  dir: string,
  folder: string,
  book: ManifestBook,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<void> => {
  const states = await loadedStates(dir, folder)
  const vouched = new Set([...book.files.values()].map(({ path }) => path))
  for (const path of (await readdir(dir, { recursive: true })).filter((one) => isCalls(one) && !vouched.has(one))) {
    signal?.throwIfAborted()
    const kept = states.get(keyIn(basename(path)))
    const why = kept ? await restore(dir, kept, path, book, signal) : 'no state says which calls are in it'
    if (why === undefined) tell(join(dir, path), 'restored', 'read and verified; it is in the manifest again')
    else tell(join(dir, path), 'not_restored', `${why}; the next pull of its unit replaces it`)
  }
}

/** Puts one file into the manifest; or says why not. */
const restore = async (
  dir: string,
  kept: Kept,
  path: string,
  book: ManifestBook,
  signal: AbortSignal | undefined,
): Promise<string | undefined> => {
  const { key, origin } = kept.state
  if (book.files.has(key)) return 'the manifest has another file of its unit'
  const verified = await verifyFile(dir, kept, path, signal)
  if (typeof verified === 'string') return verified
  book.checkOrigin(origin)
  await book.add(key, verified, origin)
  return undefined
}

/** The states of units whose calls were loaded, by key. */
const loadedStates = async (dir: string, folder: string): Promise<Map<string, Kept>> => {
  const { entries } = await readJournal(dir, journalOf(folder), isKept)
  const states = new Map<string, Kept>()
  for (const name of await stateNames(folder)) {
    const file = await readJson(dir, join(folder, 'units', name), isStateFile(keyIn(name)))
    if (file) states.set(file.key, fromFile(file))
  }
  for (const kept of entries) states.set(kept.state.key, kept)
  return new Map([...states].filter(([, { state }]) => state.step === 'done' || state.step === 'provisional'))
}
