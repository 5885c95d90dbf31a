import { rm } from 'node:fs/promises'
import type { ApiVersion, ExportType } from '../../../api/types.js'
import { sha256Of } from '../../../disk/read-file.js'
import { RecordFormatError } from '../../../errors/record-format-error.js'
import { countRows } from '../../../records/convert-text.js'
import { narrowFile } from '../../../records/narrow.js'
import { spoolPath } from '../spool.js'
import type { StepContext } from '../step-context.js'
import type { Load, LoadedUnit } from '../target.js'
import { toNextGeneration, toStep } from '../transition.js'
import type { UnitState } from '../unit-state.js'

/** Loads the calls of a downloaded file into the target. A file that has changed is downloaded again. */
export const load = async <H extends LoadedUnit>(context: StepContext<H>, state: UnitState): Promise<UnitState> => {
  const { clock, target, onProgress } = context
  const path = spoolPath(context.spool, state)
  const before = await target.loaded()
  if (before && before.generation > state.generation) return toNextGeneration(state, before.generation + 1)
  // A file that this call has verified itself need not be read again.
  const sha256 = context.seen.downloaded ?? (await sha256Of(path).catch(() => undefined))
  if (sha256 !== state.sha256) return toStep(state, 'ready')
  context.checkLease()
  let loaded: H | undefined
  try {
    loaded = await loadNarrowed(context, state, path)
  } catch (error) {
    if (isOfAnotherVersion(error, state)) return toNextGeneration(state)
    throw error
  }
  // Somebody else has loaded the unit meanwhile. The next call sees what they left.
  if (loaded === undefined) return toStep(state, 'ready', { due_at: new Date(clock.now() + 1000).toISOString() })
  const { outside = 0 } = loaded
  if (outside > 0) onProgress?.({ step: 'outside', rows: outside })
  if (before && before.rows > loaded.rows) onProgress?.({ step: 'shrunk', before: before.rows, rows: loaded.rows })
  return toStep(state, 'loaded', { sha256: state.sha256 ?? '', rows: loaded.rows })
}

/** Loads a file, of which only the calls of the unit are taken when it has those of a whole month or day. */
const loadNarrowed = async <H extends LoadedUnit>(
  context: StepContext<H>,
  state: UnitState,
  path: string,
): Promise<H | undefined> => {
  const { target, signal, unit } = context
  const load = loadOf(context, state, path)
  const { narrowed_by: by, sha256: source_sha256 = '' } = state
  if (by === undefined) return target.load(load)
  const { apiVersion } = load
  const exportType = unit.unit.export_type as ExportType<ApiVersion>
  const narrow = narrowedPath(path)
  try {
    const { sha256 } = await narrowFile(path, narrow, { apiVersion, exportType, by, period: unit.period, signal })
    return await target.load({ ...load, path: narrow, sha256, narrowed: { by, source_sha256 } })
  } catch (error) {
    // The same row has another line in the file that is kept and that a person would look at.
    if (error instanceof RecordFormatError) await countRows(path, { ...load, exportType })
    throw error
  } finally {
    await target.discard(narrow)
    await rm(narrow, { force: true })
  }
}

const narrowedPath = (path: string): string => `${path}.narrowed.csv.gz`

const loadOf = (context: StepContext, state: UnitState, path: string): Load => {
  const { client, clock, unit, fence, settleTimeMs, signal, onProgress } = context
  return {
    key: unit.key,
    unit: unit.unit,
    generation: state.generation,
    fence,
    origin: client.origin,
    apiVersion: state.api_version,
    exportId: state.export_id ?? '',
    provisional: !(unit.period.to <= Date.parse(state.asked_at ?? '') - settleTimeMs),
    pulledAt: clock.now(),
    path,
    sha256: state.sha256 ?? '',
    onRows: (rows) => onProgress?.({ step: 'reading', rows }),
    signal,
  }
}

/**
 * No answer says with which version an export was created, and its file has the columns of that version. An adopted
 * export may come from an attempt with another version; the next generation replaces it.
 */
const isOfAnotherVersion = (error: unknown, { adopted }: UnitState): boolean =>
  adopted === true && error instanceof RecordFormatError && error.code === 'unknown_layout'

/** Ends a generation once the target vouches for it. Its file is kept until then. */
export const finish = async (context: StepContext, state: UnitState): Promise<UnitState> => {
  const { target } = context
  const loaded = await target.loaded()
  if (loaded?.generation !== state.generation || !loaded.intact) {
    return toStep(state, 'downloaded', { sha256: state.sha256 ?? '' })
  }
  const path = spoolPath(context.spool, state)
  await rm(path, { force: true })
  await target.discard(path)
  return toStep(state, loaded.provisional ? 'provisional' : 'done', { sha256: state.sha256 ?? '', rows: loaded.rows })
}
