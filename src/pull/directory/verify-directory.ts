import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onDisk } from '../../disk/storage.js'
import { type Finding, Findings, type Verification } from '../units/verification.js'
import { isCalls, type ManifestEntry, readHeld } from './manifest.js'
import { problemOf } from './verify-file.js'

/** Options of a verification. */
export interface VerifyDirectoryOptions {
  /** Told of everything that is found, at once. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
  /** Told of each file before it is read. */
  readonly onFile?: ((entry: ManifestEntry) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads every file of a directory of `pull` again: its size, SHA-256, gzip trailer, rows and layout. It says what is
 * missing, changed, foreign or left over, where there are holes, and what is still provisional. Nothing is changed and
 * no request is sent.
 *
 * @throws {ConfigurationError} `nothing_held`, when it is no directory of `pull`; `foreign_file`, when its manifest is
 * damaged; `missing_peer`, when a Parquet file needs DuckDB.
 * @example
 * const { findings } = await verifyDirectory('cdrs')
 * for (const { kind, path, note } of findings) console.log(kind, path, note)
 */
export const verifyDirectory = async (dir: string, options: VerifyDirectoryOptions = {}): Promise<Verification> => {
  const { onFinding, onFile, signal } = options
  const findings = new Findings(onFinding)
  const held = [...(await readHeld(dir)).values()].sort((one, other) => (one.path < other.path ? -1 : 1))
  for (const entry of held) {
    signal?.throwIfAborted()
    onFile?.(entry)
    findings.addHeld(entry, await problemOf(dir, entry, signal))
  }
  for (const finding of await strangers(dir, new Set(held.map(({ path }) => path)))) findings.add(finding)
  return findings.finish()
}

/** Files in the folders of calls that the manifest does not have. */
const strangers = async (dir: string, known: ReadonlySet<string>): Promise<Finding[]> => {
  const folders = (await onDisk('read', dir, () => readdir(dir))).filter((name) => name.startsWith('type='))
  const found: Finding[] = []
  for (const folder of folders) {
    const path = join(dir, folder)
    for (const entry of await onDisk('read', path, () => readdir(path, { recursive: true, withFileTypes: true }))) {
      const below = join(entry.parentPath, entry.name).slice(join(dir, '/').length)
      if (entry.isDirectory() || known.has(below)) continue
      if (isCalls(below)) found.push({ kind: 'foreign', path: below, note: 'the manifest does not have this file' })
      else if (below.endsWith('.part')) found.push({ kind: 'left_over', path: below, note: 'a pull was cut short' })
      else found.push({ kind: 'foreign', path: below, note: 'it is not a file of pull' })
    }
  }
  return found.sort((one, other) => ((one.path ?? '') < (other.path ?? '') ? -1 : 1))
}
