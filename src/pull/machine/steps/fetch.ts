import { facts } from '../../../../generated/facts.js'
import type { ApiVersion } from '../../../../generated/versions.js'
import type { CompletedExport, Export } from '../../../api/types.js'
import { createFolderOf } from '../../../disk/storage.js'
import { NotFoundError } from '../../../errors/api-error.js'
import { ProtocolError } from '../../../errors/protocol-error.js'
import type { StepContext } from '../context.js'
import { spoolPath } from '../spooled-file.js'
import { entered, nextGeneration, pausedUntil } from '../transition.js'
import type { UnitState } from '../unit-state.js'

/** How long a completed export may be without its `url` before that is an error, in milliseconds. */
const URL_GRACE = 30_000

const DAY = 86_400_000

/** Looks at the export once: it is ready, or is looked at again later. */
export const look = async (turn: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, clock, random } = turn
  const { polling, completed } = facts[client.apiVersion]
  const found = await retrieveOwn(turn, state)
  if (found === undefined) return nextGeneration(state)
  const seen = { ...state, status: found.status }
  if (isCompleted(found, completed)) {
    turn.seen.completed = found
    return entered(seen, 'ready')
  }
  const isWithoutUrl = found.status === completed
  const since = state.without_url_since ?? new Date(clock.now()).toISOString()
  if (isWithoutUrl && clock.now() - Date.parse(since) >= URL_GRACE) throw withoutUrl(found.id)
  // Doubles, with up to as much again of chance, so that many waits spread out.
  const pause = Math.min(polling.maxDelay, polling.minDelay * 2 ** Math.min(state.looks ?? 0, 30) * (1 + random()))
  const shortly = isWithoutUrl ? Math.min(pause, URL_GRACE / 4) : pause
  return { ...pausedUntil(seen, clock.now() + shortly), ...(isWithoutUrl && { without_url_since: since }) }
}

/** Brings the file of the export to disk, verified to its trailer. */
export const fetchFile = async (turn: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, spool, signal, onProgress, target } = turn
  // Seen a moment ago in this turn, or by a turn of the past.
  const found = turn.seen.completed ?? (await retrieveOwn(turn, state))
  if (found === undefined) return nextGeneration(state)
  if (!isCompleted(found, facts[client.apiVersion].completed))
    return entered(state, 'waiting', { status: found.status })
  const { id: export_id } = found
  const to = spoolPath(spool, state)
  await createFolderOf(to)
  const onRows = (rows: number): void => onProgress?.({ step: 'reading', rows })
  const { export_type: exportType } = found
  try {
    const { sha256 } = await client.download(found, {
      to,
      overwrite: true,
      signal,
      follow: await target.follow?.(to, { apiVersion: client.apiVersion, exportType, onRows, signal }),
      onProgress: (progress) => onProgress?.({ step: 'downloading', export_id, ...progress }),
    })
    return entered(state, 'downloaded', { sha256 })
  } catch (error) {
    if (isGone(error, turn, state)) return nextGeneration(state)
    throw error
  }
}

const isCompleted = (found: Export<ApiVersion>, completed: string): found is CompletedExport<ApiVersion> =>
  found.status === completed && found.url !== null

/** The export of a unit; undefined when it is past its month. */
const retrieveOwn = async (turn: StepContext, state: UnitState): Promise<Export<ApiVersion> | undefined> => {
  const { client, signal, unit, onProgress } = turn
  const { export_id = '' } = state
  try {
    const found = await client.retrieve(export_id, { signal })
    if (found.id !== export_id || found.export_type !== unit.export_type) throw otherExport(export_id, found)
    onProgress?.({ step: 'waiting', export_id, status: found.status })
    return found
  } catch (error) {
    if (isGone(error, turn, state)) return undefined
    throw error
  }
}

/** The export or its file is past its month: there is nothing to wait for, nor to be found by its reference. */
const isGone = (error: unknown, { clock }: StepContext, { asked_at = '' }: UnitState): boolean =>
  error instanceof NotFoundError && clock.now() - Date.parse(asked_at) > DAY

/** Another export's file under this unit's name would be a wrong bill. */
const otherExport = (asked: string, { id, export_type }: { id: string; export_type: unknown }): ProtocolError =>
  new ProtocolError('unexpected_shape', `Export ${asked} was asked for, ${String(export_type)} ${id} was answered`, {
    status: 200,
  })

const withoutUrl = (id: string): ProtocolError =>
  new ProtocolError('unexpected_shape', `Export ${id} is completed, but has no url`, { status: 200 })
