import type { ApiVersion, ExportType } from '../../api/types.js'
import { type CallFile, readAs, recordsIn } from '../../records/call-file.js'
import { countChanges, diffCalls } from '../../records/diff-calls.js'
import type { Load } from '../machine/target.js'
import type { GenerationChanges, ManifestEntry } from './manifest.js'

/**
 * Compares the calls of a new generation with those that the directory holds. There is nothing to say where they are of
 * different versions, or the file that is there can no longer be read.
 */
export const changesOf = async (
  path: string,
  before: ManifestEntry,
  load: Load,
): Promise<GenerationChanges | undefined> => {
  const { apiVersion, signal } = load
  if (before.api_version !== apiVersion) return undefined
  const exportType = load.unit.export_type as ExportType<ApiVersion>
  const old: CallFile = { path, format: readAs(before.format), apiVersion, exportType }
  const differences = diffCalls({
    apiVersion,
    exportType,
    before: () => recordsIn(old, signal),
    after: () => recordsIn({ ...old, path: load.path, format: 'csv' }, signal),
    signal,
  })
  try {
    return { since: before.generation, ...(await countChanges(differences)) }
  } catch {
    signal?.throwIfAborted()
    return undefined
  }
}
